# Two commands: `make dashboards` and `make test`. Both set themselves up on a fresh machine.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
GENERATOR := $(BIN)/generator
# The demo's own environments; the old SDK needs Python 3.8 to 3.11.
DEMO := demo/.state
LEGACY_PYTHON ?= $(PYTHON)

.PHONY: help dashboards test lint types unit fresh upload faults \
  contract bench clean requirements e2e demo demo-compose demo-processes screenshots fuzz

help:
	@echo "make dashboards                 render, check and write provisioning/"
	@echo "make test                       lint, types, tests, freshness of generated files"
	@echo "make e2e                        the end-to-end suite against a real stack (E2E_..._URL)"
	@echo "make upload GRAFANA_URL=URL     put the boards and data sources on a Grafana"
	@echo "make faults                     a thousand uploads in which anything may go wrong"
	@echo "make contract                   hold a real Grafana to what we rely on (E2E_GRAFANA_URL)"
	@echo "make demo                       a workload to look at, with its stack where Docker runs"
	@echo "make screenshots GRAFANA_URL=URL  a picture of each board"
	@echo "make bench                      speed and memory of rendering and of validating"
	@echo "make fuzz                       100,000 broken files and queries for generator validate"

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
	@$(MAKE) --silent --no-print-directory docs/coverage.md docs/rules.md

docs/coverage.md: $(shell find dashboards generator/signals generator/board -name '*.py' -o -name '*.toml')
	@$(GENERATOR) coverage --write
	@touch $@

docs/rules.md: $(shell find generator/validate/rules -name '*.py') generator/validate/catalogue.py
	@$(GENERATOR) rules -o markdown > $@

test: lint types unit fresh

# Against the stack that E2E_GRAFANA_URL, E2E_PROMETHEUS_URL, E2E_LOKI_URL, E2E_TEMPO_URL and E2E_OTLP_ENDPOINT name;
# what is not named is started when its program is on the PATH.
e2e: $(VENV)/.dev
	@$(BIN)/pytest tests/e2e

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
	@$(GENERATOR) rules -o markdown | cmp -s - docs/rules.md \
	  || { echo "error: docs/rules.md is not up to date" >&2; echo "  fix: make dashboards" >&2; exit 1; }

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
	@$(BIN)/python tests/bench/validation.py

# With Docker the whole stack; without it plain processes that send to a stack of yours: see docs/demo.md.
demo:
	@if docker compose version >/dev/null 2>&1 && docker info >/dev/null 2>&1; then \
	  $(MAKE) --silent --no-print-directory demo-compose; \
	else \
	  $(MAKE) --silent --no-print-directory demo-processes; \
	fi

demo-compose:
	@echo "Grafana    http://127.0.0.1:3000  admin / admin"
	@echo "hyunjun    http://127.0.0.1:8081"
	@echo "jiwoo      http://127.0.0.1:8082"
	@trap : INT TERM; \
	  docker compose -f demo/compose.yaml up --build --quiet-pull --attach lgtm; status=$$?; \
	  docker compose -f demo/compose.yaml down --volumes; exit $$status

demo-processes: $(VENV)/.run $(addprefix $(DEMO)/,legacy/.done stable/.done frontend-legacy.js frontend-stable.js)
	@exec $(BIN)/python -m demo.run $(DEMO_OPTIONS)

$(DEMO)/legacy/.done: demo/backend/requirements-legacy.txt
	@$(LEGACY_PYTHON) -c 'import sys; sys.exit(not (3, 8) <= sys.version_info < (3, 12))' \
	  || { echo "error: $(LEGACY_PYTHON) is not Python 3.8 to 3.11, which the old SDK needs" >&2; \
	       echo "  fix: make $(MAKECMDGOALS) LEGACY_PYTHON=/path/to/python3.11" >&2; exit 1; }
	@$(LEGACY_PYTHON) -m venv $(@D)
	@$(@D)/bin/pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@

$(DEMO)/stable/.done: demo/backend/requirements-stable.txt
	@$(PYTHON) -m venv $(@D)
	@$(@D)/bin/pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@

$(DEMO)/frontend-%.js: demo/frontend/%/main.js demo/frontend/%/package-lock.json $(wildcard demo/frontend/src/*.js)
	@mkdir -p $(DEMO)
	@cd demo/frontend/$* && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null
	@cd demo/frontend/$* && npm run --silent build -- --outfile=$(abspath $@)

screenshots: $(VENV)/.run
	@$(BIN)/python -m demo.screenshots --grafana-url "$(GRAFANA_URL)"

# Breaks files and queries and judges them; nothing may crash or hang. COUNT=1000 for a short run.
fuzz: $(VENV)/.dev
	@$(BIN)/python tests/fuzz/fuzz.py $(if $(COUNT),--count $(COUNT))

# The pins. Needs the network and uv; commit what it writes.
requirements: $(VENV)/.dev
	@$(BIN)/pip install --quiet uv
	@$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --python-version 3.10 \
	  --extra build pyproject.toml -o requirements.txt
	@$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --python-version 3.10 \
	  --extra build --extra dev pyproject.toml -o requirements-dev.txt
	@for generation in legacy:3.8 stable:3.10; do \
	  $(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate \
	    --python-version $${generation#*:} demo/backend/requirements-$${generation%:*}.in \
	    -o demo/backend/requirements-$${generation%:*}.txt; done

clean:
	@rm -rf $(VENV) $(DEMO) demo/frontend/*/node_modules build dist *.egg-info
	@rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis
