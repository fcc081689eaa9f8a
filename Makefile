# Two commands matter: `make try` runs Cairn with a Slack workspace of its own in your browser,
# `make test` runs the tests. Both set themselves up. `make check` is what reviewers run besides.

PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
# One more than there are cores: much of a test is waiting.
WORKERS = $(shell $(BIN)/python -c "import os; print((os.cpu_count() or 1) + 1)")

# Compiling everything anew in each process would take half of the time that starting takes.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help try test check format faults thorough setup

help:
	@echo "make try       run Cairn with a Slack-like workspace in your browser"
	@echo "make test      run the tests"
	@echo "make check     lint, types, import contracts, schema drift, catalogues, licences, advisories"
	@echo "make faults    the tests that kill it, restart it and flood it"
	@echo "make thorough  whole workshops, crowds of people, everything tried on everything"
	@echo "make format    put the code into shape"

setup: $(READY)

$(READY): pyproject.toml uv.lock
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 or newer is missing. On Debian: apt-get install python3 python3-venv"; exit 2; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; $(PYTHON) is older. Name another one: make PYTHON=python3.12 try"; exit 2; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv || { rm -rf .venv; echo "Python cannot make virtual environments here. On Debian: apt-get install python3-venv"; exit 2; }
	@test -x $(BIN)/uv || $(BIN)/python -m pip --version >/dev/null 2>&1 || $(BIN)/python -m ensurepip >/dev/null || { rm -rf .venv; echo "The environment in .venv had no pip; it was removed. Say it again."; exit 2; }
	@test -x $(BIN)/uv || $(BIN)/python -m pip install --quiet --disable-pip-version-check uv || { echo "uv could not be installed: is the package index within reach?"; exit 2; }
	@UV_PROJECT_ENVIRONMENT=.venv $(BIN)/uv sync --frozen --inexact --quiet --compile-bytecode --python $(BIN)/python
	@$(BIN)/python -m bot.cairo || exit 2
	@touch $(READY)

try: $(READY)
	@$(BIN)/python -m bot try

test: $(READY)
	@$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile -m "not faults and not thorough"

# What measures time or kills copies has the machine to itself; the rest need not wait for its turn.
faults: $(READY)
	@$(BIN)/python -m pytest -n 2 --dist loadfile -m "faults and not alone"
	@$(BIN)/python -m pytest -m "faults and alone"

thorough: $(READY)
	@$(BIN)/python -m pytest -n 2 --dist loadfile --timeout 600 -m "thorough and not alone"
	@$(BIN)/python -m pytest --timeout 600 -m "thorough and alone"

check: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m storage.migrate check
	$(BIN)/python -m bot.catalogues check
	$(BIN)/python -m tests.meta.licences check
	$(BIN)/python -m tests.meta.audit

format: $(READY)
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .
