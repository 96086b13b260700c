# Two commands: `make dashboards` and `make test`. Both set themselves up on a fresh machine.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
GENERATOR := $(BIN)/generator

.PHONY: help dashboards test lint types unit fresh upload faults contract bench clean requirements

help:
	@echo "make dashboards                 render, check and write provisioning/"
	@echo "make test                       lint, types, tests, freshness of generated files"
	@echo "make upload GRAFANA_URL=URL     put the boards and data sources on a Grafana"
	@echo "make faults                     a thousand uploads in which anything may go wrong"
	@echo "make contract                   hold a real Grafana to what we rely on (E2E_GRAFANA_URL)"
	@echo "make bench                      compare speed and memory with grafanalib's own renderer"

# Pinned and hashed. Built again only when the pins or the package's metadata change.
$(VENV)/.run: requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 10) <= sys.version_info < (3, 14))' \
	  || { echo "error: $(PYTHON) is not Python 3.10 to 3.13" >&2; \
	       echo "  fix: make PYTHON=/path/to/python3.11 $(MAKECMDGOALS)" >&2; exit 1; }
	@echo "setting up $(VENV) ..." >&2
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.run requirements-dev.txt
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

dashboards: $(VENV)/.run
	@$(GENERATOR) render
	@$(MAKE) --silent --no-print-directory docs/coverage.md

docs/coverage.md: $(shell find dashboards generator/signals generator/board -name '*.py' -o -name '*.toml')
	@$(GENERATOR) coverage --write
	@touch $@

test: lint types unit fresh

lint: $(VENV)/.dev
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: $(VENV)/.dev
	@$(BIN)/mypy

unit: $(VENV)/.dev
	@$(BIN)/pytest -n auto --dist loadfile

fresh: $(VENV)/.run
	@$(GENERATOR) validate
	@$(GENERATOR) render --check
	@$(GENERATOR) coverage --check

upload: $(VENV)/.run
	@$(GENERATOR) upload $(if $(GRAFANA_URL),--grafana-url "$(GRAFANA_URL)")

# Uploads in which anything may go wrong at any request: a few of them are in `make test`.
faults: $(VENV)/.dev
	@PYTHONPATH=tests:. $(BIN)/python tests/deploy/faults.py

# What we rely on in Grafana's API, asked of a real one: E2E_GRAFANA_URL and E2E_GRAFANA_TOKEN, or _USER and _PASSWORD.
contract: $(VENV)/.dev
	@$(BIN)/pytest tests/contract -q

bench: $(VENV)/.dev
	@$(BIN)/python tests/bench/bench.py
	@PYTHONPATH=tests $(BIN)/python tests/bench/deploy.py 60
	@PYTHONPATH=tests $(BIN)/python tests/bench/deploy.py 600

# The pins. Needs the network and uv; commit what it writes.
requirements: $(VENV)/.dev
	@$(BIN)/pip install --quiet uv
	@$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --python-version 3.10 \
	  --extra build pyproject.toml -o requirements.txt
	@$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --python-version 3.10 \
	  --extra build --extra dev pyproject.toml -o requirements-dev.txt

clean:
	@rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
