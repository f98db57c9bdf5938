"""Starting the service.

The data folder, the databases brought up to date, and the web server, until it is told to stop.

Nothing here may make an account or a case.
"""

from __future__ import annotations

import os
import signal
import socket
from dataclasses import dataclass
from typing import Any

import django

from dutybook.project import home

SETTINGS = "dutybook.project.settings"
USUAL_PORT = 8000


@dataclass(frozen=True, kw_only=True)
class Listening:
    """Where the web server listens, and with how many processes."""

    address: str
    port: int
    workers: int = 1


class PortTaken(home.CannotStart):
    """Something else listens there already."""


def prepare() -> None:
    """Makes the data folder on the first run, and brings both databases up to date."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    home.chosen().prepare()
    django.setup()
    from django.core.management import call_command

    for alias in ("default", "keys"):
        call_command("migrate", database=alias, verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)


def serve(listening: Listening) -> None:
    """Serves until it is stopped by Ctrl-C or a signal."""
    from django.db import connections
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    connections.close_all()  # the server's own processes open theirs
    Granian(
        "dutybook.project.wsgi:application",
        address=listening.address,
        port=listening.port,
        interface=Interfaces.WSGI,
        workers=listening.workers,
        blocking_threads=4,
        log_level=LogLevels.warning,
        workers_kill_timeout=5,
    ).serve(target_loader=_application)


def _application(_target: str) -> Any:
    """What each worker serves.

    Ctrl-C reaches every process of a terminal. A worker that was stopped by it, and then a second time by the server's
    own process, never ended; so a worker is deaf to it, and stops when the server says so.
    """
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    from dutybook.project.wsgi import application

    return application


def free_port(wanted: int | None) -> int:
    """The port asked for, or `PortTaken`; without one the usual one, or if that is taken any other.

    The web server itself would share a port with whoever has it, and every other request would go astray.
    """
    if wanted is None:
        return USUAL_PORT if _is_free(USUAL_PORT) else _any_port()
    if not _is_free(wanted):
        raise PortTaken(f"Port {wanted} is taken; choose another with --port, or leave it out")
    return wanted


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


def _any_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
