# The commands of this project; `make` prints them. Everything they install goes into .venv and
# node_modules, everything they write at run time into var/ (or LMS_VAR_DIR).

SHELL := /bin/bash -o pipefail
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory
.PHONY: help setup run demo test check fix bench migrate courses permissions lock \
        packages test-packages suite

PYTHON ?= $(shell command -v python3.11 || command -v python3)
PORT ?= 8000
DEMO_PEOPLE ?= 1900
TEST_WORKERS ?= 2
BIN := .venv/bin
FLASK := $(BIN)/flask --app wsgi
VALIDATOR := tests/certificates/validator/node_modules
INSTALL := $(BIN)/python -m pip install --disable-pip-version-check --no-input --progress-bar off \
           --require-hashes
# Shows one line a package instead of pip's many.
COLLECTED := sed -u -n 's/^Collecting \([^ ]*\).*/  \1/p'
export PORT
# Modules are compiled once, not by each of the many processes of a run.
unexport PYTHONDONTWRITEBYTECODE

help:  ## print these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-13s %s\n", $$1, $$2}' Makefile
	@echo
	@echo "  Settings, as in PORT=9000 make run: PORT, DEMO_PEOPLE (first run), AREA (bench);"
	@echo "  those of the application stand in config.py."

setup: packages test-packages .venv/.development $(VALIDATOR)  ## install everything, for running and for changing
	@$(FLASK) assets build
	@$(FLASK) i18n compile

run: packages .venv/.production  ## set up what is missing and serve on http://127.0.0.1:8000
	@$(BIN)/python -m lms.core.prepare --demo-people $(DEMO_PEOPLE)
	@exec $(BIN)/python -m lms.core.serve

demo: packages .venv/.production  ## fill an empty database with demo people: DEMO_PEOPLE=19000 make demo
	@$(BIN)/python -m lms.core.prepare --demo-people $(DEMO_PEOPLE)
	@$(FLASK) demo accounts

test: packages test-packages .venv/.development $(VALIDATOR)  ## the whole suite on SQLite and PostgreSQL, with browser journeys
	@$(FLASK) assets build
	@$(FLASK) i18n compile
	@$(BIN)/python -m tests.postgres run -- $(MAKE) suite

suite:
	@echo "» rules, verbs, pages and guards on SQLite and PostgreSQL, and journeys in a browser"
	@$(BIN)/pytest -n $(TEST_WORKERS)

check: .venv/.development  ## before each commit: format, lint, layers, types, content, fast tests
	@echo "» format";       $(BIN)/ruff format --check .
	@echo "» lint";         $(BIN)/ruff check .
	@echo "» layers";       $(BIN)/lint-imports --no-logo
	@echo "» templates";    $(BIN)/djlint lms --lint --quiet
	@echo "» types";        $(BIN)/mypy
	@echo "» front end";    $(FLASK) assets build && $(FLASK) assets check && $(FLASK) assets licences --check
	@echo "» translations"; $(FLASK) i18n check && $(FLASK) i18n compile
	@echo "» programmes";   $(FLASK) courses check
	@echo "» fast tests";   $(BIN)/pytest -q -n $(TEST_WORKERS) -m "not browser and not slow and not postgres"

fix: .venv/.development  ## format, sort imports, and repair what a tool can repair
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .
	@$(FLASK) i18n extract
	@$(FLASK) assets licences

bench: packages test-packages .venv/.development  ## measure, on SQLite and PostgreSQL; AREA=web, assignments, certificates, competence, schedule, elearning, packages
	@$(FLASK) assets build
	@$(FLASK) i18n compile
	@$(BIN)/python -m tests.bench.run $(AREA)

migrate: .venv/.production  ## bring the tables to the newest state
	@$(FLASK) db upgrade

courses: .venv/.production  ## check the programmes in courses/ and publish them
	@$(FLASK) courses check
	@$(FLASK) courses publish --all

permissions: .venv/.production  ## print who may do what
	@$(FLASK) permissions

lock: .venv/.production  ## pin requirements*.in again (asks the package index)
	@$(BIN)/python -m pip install --quiet uv==0.13.9
	@for name in requirements requirements-dev; do \
	  $(BIN)/uv pip compile --quiet --upgrade --no-strip-extras --generate-hashes --universal \
	    --python-version 3.11 $$name.in -o $$name.txt; done

# ---- what must be there first -------------------------------------------------------------------

packages:
	@.ci/packages "virtual environments and PDF" python3-venv libpango-1.0-0 libpangoft2-1.0-0 \
	  libharfbuzz-subset0

test-packages:
	@.ci/packages "tests" chromium postgresql poppler-utils softhsm2

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Python 3.11 or newer is needed; $(PYTHON) is older"; exit 1; }
	@echo "» virtual environment in .venv"
	@$(PYTHON) -m venv .venv

.venv/.production: requirements.txt | .venv/bin/python
	@echo "» Python packages of requirements.txt (a minute, first time only)"
	@$(INSTALL) -r requirements.txt | $(COLLECTED)
	@touch $@

.venv/.development: requirements-dev.txt .venv/.production
	@echo "» Python packages of requirements-dev.txt"
	@$(INSTALL) -r requirements-dev.txt | $(COLLECTED)
	@touch $@

$(VALIDATOR): tests/certificates/validator/package-lock.json .venv/.production
	@echo "» a validator of other people for our digital badges"
	@PATH="$(CURDIR)/$(BIN):$$PATH" npm ci --prefix $(@D) --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@
