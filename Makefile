# Every target sets up what it needs by itself.
SEEDS ?= seeds
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.complete

.DEFAULT_GOAL := help
.PHONY: help setup demo up test lint bench clean

help: ## this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## */\t/' | expand -t 10

setup: $(STAMP) ## make .venv with everything, hashes checked; quick when nothing changed

$(STAMP): requirements-dev.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "armswire needs Python 3.11 or newer; say which: make PYTHON=python3.12 ...")'
	@rm -f $@
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
	@touch $@

demo: setup ## send the seed articles through everything and show the alerts; SEEDS=FOLDER sends another folder
	@$(BIN)/armswire demo --seeds "$(SEEDS)"

up: setup ## the same, and leave it running until Ctrl-C
	@$(BIN)/armswire demo --seeds "$(SEEDS)" --keep-running

test: lint ## all checks: ruff, mypy, and the tests
	$(BIN)/python -m pytest

lint: setup ## ruff and mypy only
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: setup ## articles per second on this machine
	$(BIN)/python tests/bench

clean: ## remove .venv and caches
	rm -rf $(VENV) .armswire .mypy_cache .ruff_cache .pytest_cache .hypothesis dist
