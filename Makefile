# Every target installs what it lacks; `make help` lists them.
PYTHON ?= python3
PORT ?= 8000
PYTEST_ARGS ?=

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
# As pip does with what it installs: a start does not compile 300 modules, also where Python may write no bytecode.
COMPILE = $(BIN)/python -m compileall -q -x node_modules models forms webapp workflows
TEMPLATES := $(wildcard webapp/templates forms/processes/*/print.html)

.DEFAULT_GOAL := help
.PHONY: help demo test lint bench screens bundles bundles-check translations fonts lock clean
# One pip at a time, whatever -j says.
.NOTPARALLEL:

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

# --- what the other targets stand on -------------------------------------------------------------

$(BIN)/python:
	@PYTHON="$(PYTHON)" .ci/needs venv
	$(PYTHON) -m venv $(VENV)

# The program and what it runs on.
$(VENV)/.for-demo: requirements.lock pyproject.toml | $(BIN)/python
	$(PIP) install -q --require-hashes -r requirements.lock
	$(PIP) install -q --no-deps --no-build-isolation -e .
	@$(COMPILE)
	@touch $@

# The same and what tests and linters need.
$(VENV)/.for-work: requirements-dev.lock pyproject.toml | $(BIN)/python
	$(PIP) install -q --require-hashes -r requirements-dev.lock
	$(PIP) install -q --no-deps --no-build-isolation -e .
	@$(COMPILE)
	@touch $@ $(VENV)/.for-demo

# --- for people ------------------------------------------------------------------------------------

demo: $(VENV)/.for-demo ## the demo company on http://127.0.0.1:8000 (PORT=…; RESET=1 starts over)
	@.ci/needs demo || echo "Going on without: pages work, PDFs do not." >&2
	@RESET="$(RESET)" $(BIN)/approvals demo --port $(PORT) $(if $(RESET),--reset)

test: $(VENV)/.for-work ## all tests but the slow ones, on SQLite and PostgreSQL (PYTEST_ARGS=…)
	@.ci/needs demo test
	@$(BIN)/python -m pytest -n 2 --dist worksteal -m "not slow" $(PYTEST_ARGS)

lint: $(VENV)/.for-work ## style, types, import arrows, templates
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(if $(TEMPLATES),$(BIN)/djlint --lint --quiet $(TEMPLATES))

bench: $(VENV)/.for-work ## measure; a table, and build/bench.json
	@$(COMPILE)
	@$(BIN)/python -m tests.benchmarks

screens: $(VENV)/.for-work ## pictures of the pages and the print, into build/screens
	@.ci/needs demo test screens
	@$(BIN)/python -m tests.browser.screens

# --- for those who change what is shipped ------------------------------------------------------------

bundles: ## build the browser bundles into webapp/static/dist
	@.ci/needs bundles
	cd webapp/frontend && npm ci --ignore-scripts --no-audit --no-fund && npm run build

bundles-check: ## rebuild the browser bundles elsewhere and compare with the committed ones
	@.ci/needs bundles
	@webapp/frontend/check.sh

translations: $(VENV)/.for-work ## gather new sentences into the .po files; write zh_Hant, run it again: zh_Hans follows
	@mkdir -p build
	cd webapp && ../$(BIN)/pybabel -q extract -F babel.cfg -k N_ -k NN_:1,2 --add-location=file -o ../build/messages.pot .
	$(BIN)/pybabel -q update -i build/messages.pot -d webapp/translations --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date -w 120
	$(BIN)/python -m tests.house.languages.simplified
	$(BIN)/pybabel -q compile -d webapp/translations

fonts: $(VENV)/.for-demo ## cut the shipped fonts out of their sources again
	@.ci/needs bundles fonts
	cd webapp/frontend/fonts && npm ci --ignore-scripts --no-audit --no-fund
	$(BIN)/python webapp/frontend/fonts/subset.py

lock: $(VENV)/.for-work ## renew requirements*.lock after a change of pyproject.toml
	$(BIN)/uv pip compile -q pyproject.toml --group dev --group build --universal --generate-hashes --no-header --no-emit-index-url --no-emit-find-links -o requirements-dev.lock
	$(BIN)/uv pip compile -q pyproject.toml --group build --universal --generate-hashes --no-header --no-emit-index-url --no-emit-find-links -c requirements-dev.lock -o requirements.lock

clean: ## remove what make built, not the data
	rm -rf $(VENV) build webapp/frontend/node_modules webapp/frontend/fonts/node_modules
