# The commands of this repository. `make help` lists them; each first sets up what it needs.
# Every path is relative, so that the folder may have any name, with a space in it too.

PYTHON ?= python3
RUN := .venv/bin/python

.DEFAULT_GOAL := help
.PHONY: help demo test quick check format docs bench lock clean environment

help: ## Show this list
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' Makefile | while IFS="$$(printf '\t')" read -r name what; do \
		printf '  make %-8s %s\n' "$$name" "$$what"; done

demo: environment ## A running service on this computer with fictional cases
	@$(RUN) -m dutybook.cli.main demo

test: environment ## Every test: on SQLite, on PostgreSQL and in a real browser
	@$(RUN) tests/run.py

quick: environment ## The tests of engine, packs, specification and repository but for the mutants, in under a minute
	@$(RUN) -m pytest -q -n 2 -m "not browser and not database" --ignore=tests/engine/test_mutants.py tests/engine tests/packs tests/spec tests/repo

check: environment ## Format, lint, types, import contracts, fresh documentation, packs, lock
	$(RUN) -m ruff format --check .
	$(RUN) -m ruff check .
	$(RUN) -m mypy
	.venv/bin/lint-imports --no-logo
	$(RUN) tools/lock.py check
	$(RUN) -m dutybook.cli.main procedures check
	$(RUN) -m dutybook.cli.docs --check

format: environment ## Put every file in the shape that `make check` asks for
	$(RUN) -m ruff format .
	$(RUN) -m ruff check --fix .

docs: environment ## Make the generated documentation again
	$(RUN) -m dutybook.cli.docs

bench: environment ## Every benchmark in turn
	@set -e; for bench in benchmarks/bench_*.py; do echo "== $$bench"; $(RUN) -m benchmarks.$$(basename "$$bench" .py); done

lock: environment ## Make requirements.lock again (UPGRADE=1: with the newest versions)
	$(RUN) tools/lock.py write $(if $(UPGRADE),--upgrade)
	@$(PYTHON) tools/environment.py

clean: ## Remove what these commands made, and nothing else
	rm -rf .venv build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

environment:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo 'Dutybook needs Python 3.11 or later. On Debian 12 or later: apt-get install python3 python3-venv.'; \
		echo 'To choose another one that is installed: make PYTHON=python3.12 ...'; exit 1; } >&2
	@$(PYTHON) tools/environment.py
