# `make run` starts the bot, `make test` runs its tests; both set up .venv first.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: run test setup lint types slow lock

run: setup
	@$(BIN)/python -m bot --index

test: setup
	@$(BIN)/python -m pytest

setup: .venv/ready

.venv/ready: requirements.lock pyproject.toml search/loops.c
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo 'Kazami needs Python 3.11 or newer; name one with: make PYTHON=python3.12'; exit 1; }
	@echo 'Setting up .venv (a minute, once)'
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: setup
	$(BIN)/mypy

slow: setup
	$(BIN)/python -m pytest -m slow

# Pins every dependency with its hashes; needs uv.
lock:
	uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 \
	  --generate-hashes --no-emit-index-url --no-header --upgrade -o requirements.lock
