"""A whole allegation on the pages of the service, from the concern to the closed case, with every date right."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys import seen
from tests.journeys.by_command_line import duties_of, dutybook
from tests.journeys.conftest import Demonstration, start
from tests.journeys.hands import ByMouse
from tests.journeys.looking import Looking
from tests.journeys.telling import DILYS, NO, RUTH, On
from tests.journeys.walking import Walker
from tests.journeys.whole_case import AT_THE_END, THAT_MORNING, Seen, Windows, duties, walk_and_look

LEARNT = "More was learnt about the person"


@dataclass
class Walked:
    """The case when the journey is over."""

    demonstration: Demonstration
    windows: Windows
    looking: Looking
    reference: str
    seen: list[Seen]

    def read_by_the_lado(self) -> Walker:
        """The case page, as she opens it now."""
        walker = self.windows.of(DILYS)
        walker.page.goto(f"{walker.address}/cases/{self.reference}")
        return walker


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demonstration]:
    """One in which time goes on when it is told to."""
    running = start(tmp_path_factory.mktemp("whole-case") / "home", told=THAT_MORNING)
    yield running
    running.stop()


@pytest.fixture(scope="module")
def walked(browser: Browser, demonstration: Demonstration) -> Iterator[Walked]:
    looking = Looking()
    windows = Windows(browser=browser, demonstration=demonstration, hands=ByMouse(), met=looking.at)
    reference, found = walk_and_look(windows, DILYS)
    yield Walked(demonstration, windows, looking, reference, found)
    windows.close()


def test_every_duty_has_its_date_and_its_status_after_every_step(walked: Walked) -> None:
    wrong = {each.name: (each.expected, each.duties) for each in walked.seen if each.duties != each.expected}

    assert not wrong, differences(wrong)


def test_today_of_each_person_concerned_says_the_same(walked: Walked) -> None:
    wrong = {each.name: (each.expected_today, each.today) for each in walked.seen if each.today != each.expected_today}

    assert not wrong


def test_in_the_end_nothing_is_left_open_and_it_says_how_long_the_record_is_kept(walked: Walked) -> None:
    page = walked.read_by_the_lado().page

    statuses = {status for _, status, _ in seen.clocks_on(page)}
    kept = page.get_by_role("region", name="How long it is kept")
    kept.locator("summary").first.click()

    assert statuses == {"Done", "Done late", "Not needed"}
    assert "Closed Wednesday 3 June 2026 at 11:00 by Dilys Marsh" in words_of(page)
    # Paras 44 and 47 give no number of years, and none is made up.
    assert kept.get_by_text("This procedure states no period, and nothing is ever deleted automatically").count()


def test_no_page_offers_a_list_of_entry_types_or_a_box_of_raw_data(walked: Walked) -> None:
    assert walked.looking.raw == {}


def test_axe_finds_nothing_on_any_page_in_any_state(walked: Walked) -> None:
    the_states_between(walked)

    assert walked.looking.axe == {}


def test_nothing_is_cut_off_at_320_pixels_on_any_page(walked: Walked) -> None:
    assert walked.looking.cut_off == set()


@pytest.mark.parametrize(
    ("at", "known_at"),
    [
        # Nobody had typed in yet that the strategy discussion was held on Good Friday: it is overdue.
        ("2026-04-04", "2026-04-04"),
        # The same evening, with what was known on the Tuesday: it was held in time.
        ("2026-04-04", "2026-04-07"),
        # The hearing is on hold.
        ("2026-05-06", "2026-05-06"),
        # The outcomes are decided, and the DBS is still to be told.
        ("2026-05-28", "2026-05-28"),
    ],
)
def test_the_case_as_a_file_gives_on_the_command_line_what_the_page_showed(
    walked: Walked, tmp_path: Path, at: str, known_at: str
) -> None:
    page = walked.read_by_the_lado().page
    with page.expect_download() as download:
        page.get_by_role("link", name="Save the case as a file").click()
    case_file = tmp_path / "case.yaml"
    download.value.save_as(case_file)

    as_on_another_day(walked.windows.of(DILYS), at=at, known_at=known_at)

    assert seen.clocks_on(page) == duties_of(case_file, at=at, known_at=known_at)


def test_a_case_lost_with_its_database_is_there_again_from_the_backup(walked: Walked, tmp_path: Path) -> None:
    running, backup = walked.demonstration, tmp_path / "backup"
    before = duties(walked.windows.of(DILYS), walked.reference)
    made = dutybook("backup", backup, "--home", running.home, now=AT_THE_END)
    running.stop()
    for file in (*running.home.glob("dutybook.sqlite3*"), *running.home.glob("keys/wrapped-keys.sqlite3*")):
        file.unlink()

    restored = dutybook("restore", backup, "--into", running.home, now=AT_THE_END)
    verified = dutybook("verify", "--home", running.home, now=AT_THE_END)
    running.process = start(running.home, told=AT_THE_END, port=running.port).process
    walked.windows.close()

    assert (made.returncode, restored.returncode, verified.returncode) == (0, 0, 0), restored.stderr + verified.stderr
    assert duties(walked.windows.of(DILYS), walked.reference) == before


def the_states_between(walked: Walked) -> None:
    """What the journey, in which all goes well, does not meet: errors, a clash, what is folded, another day."""
    looking, lado, head = walked.looking, walked.windows.of(DILYS), walked.windows.of(RUTH)
    unfold(walked.read_by_the_lado())
    looking.at(lado.page, "the case, unfolded")
    walked.read_by_the_lado()
    as_on_another_day(lado, at="2026-04-04", known_at="2026-04-04")
    unfold(lado)
    looking.at(lado.page, "the case as it was known, unfolded")
    lado.open_today()
    unfold(lado)
    looking.at(lado.page, "Today, unfolded")
    for walker in (lado, head):
        walker.open_case(walked.reference)
        walker.find(LEARNT)
    lado.press("Record this")
    looking.at(lado.page, f"{LEARNT} (errors)")
    for walker in (head, lado):
        walker.fill({"When did this happen?": On("3 6 2026", "11:00"), "Is the person a foster carer?": NO})
        walker.press("Record this")
    assert lado.page.get_by_role("alert").count() == 1
    looking.at(lado.page, f"{LEARNT} (somebody else recorded meanwhile)")


def words_of(page: Page) -> str:
    return " ".join(page.locator("main").inner_text().split())


def as_on_another_day(walker: Walker, *, at: str, known_at: str) -> None:
    """By the page's own form."""
    walker.hands.unfold(walker.page, walker.page.get_by_text("See the case as it was known then"))
    walker.fill(
        {
            "As at which day?": On(" ".join(reversed(at.split("-")))),
            "As it was known on which day?": On(" ".join(reversed(known_at.split("-")))),
        }
    )
    walker.press("Show the case then")


def unfold(walker: Walker) -> None:
    walker.page.evaluate("document.querySelectorAll('details').forEach(folded => { folded.open = true })")


def differences(wrong: dict[str, tuple[dict[str, str], dict[str, str]]]) -> str:
    """Each step with only the lines in which what was expected and what stood there differ."""
    said = []
    for name, (expected, found) in wrong.items():
        said.append(f"\n{name}")
        for title in sorted({*expected, *found}):
            if expected.get(title) != found.get(title):
                said.append(f"  {title}\n    should say {expected.get(title)}\n    says       {found.get(title)}")
    return "\n".join(said)
