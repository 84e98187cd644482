# Targets: make help

# Variables, to give behind the target, as in `make demo PORT=8080`.
#   PORT             port of the demo
#   DATABASE_URL     database the tests run on, instead of SQLite in memory
#   WITHOUT          optional rooms the tests leave out, such as "badges outreach"
#   REQUIRE_BROWSER  1: the tests fail where there is no Chromium
#   REQUIRE_NODE     1: the tests fail where there is no Node with npm
#   WORKERS          tests that run at once
#   ARGS             for pytest: only these tests, and no demand on coverage
#   PYTHON           interpreter to make the environment with
#   VENV             folder of the environment
#   CONSTRAINTS      file of versions that pip has to keep to
PORT ?= 8000
WORKERS ?= 2
ARGS ?=
PYTHON ?=
VENV ?= .venv
CONSTRAINTS ?=

BIN := $(VENV)/bin
UV := $(shell command -v uv 2>/dev/null)

SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo test lint docs screenshots bench messages

help:
	@echo "make demo      the demo intranet on http://127.0.0.1:$(PORT) (PORT= to change)"
	@echo "make test      all tests, on SQLite (DATABASE_URL= for another database)"
	@echo "make lint      style, types, layers and spelling"
	@echo "make docs      the documentation, in docs/_build/html"
	@echo "make screenshots  the pictures of the documentation, taken from a demo"
	@echo "make bench     the benchmarks"
	@echo "make messages  collects and compiles the translations"

# --- The environment: made once, brought up to date when pyproject.toml changes ---

# Debian splits venv off from Python, and version managers leave commands behind that
# do not run: so each candidate has to prove itself.
CANDIDATES = $(or $(PYTHON),python3 python3.14 python3.13 python3.12 python3.11 python)
SUITS = import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))
IS_RECENT = import sys; sys.exit(sys.version_info < (3, 11))

$(BIN)/python:
ifneq ($(UV),)
	@echo "Making $(VENV) with uv"
	@uv venv --quiet --allow-existing --python "$(or $(PYTHON),>=3.11)" "$(VENV)"
else
	@for candidate in $(CANDIDATES); do \
	    if "$$candidate" -c "$(SUITS)" >/dev/null 2>&1; then \
	        echo "Making $(VENV) with $$("$$candidate" --version)"; \
	        exec "$$candidate" -m venv "$(VENV)"; \
	    fi; \
	    if "$$candidate" -c "$(IS_RECENT)" >/dev/null 2>&1; then bare="$$candidate"; fi; \
	done; \
	if [ -n "$$bare" ]; then \
	    echo "$$bare cannot make virtual environments: its venv or ensurepip module" >&2; \
	    echo "is missing (Debian and Ubuntu: apt-get install python3-venv)." >&2; \
	else \
	    echo "Python 3.11 or newer is needed, and none of these is: $(CANDIDATES)." >&2; \
	    echo "Name yours with: make $(MAKECMDGOALS) PYTHON=/path/to/python" >&2; \
	fi; \
	exit 1
endif

# One stamp for each extra: installing again is skipped until pyproject.toml changes.
$(VENV)/.installed-%: pyproject.toml $(CONSTRAINTS) | $(BIN)/python
	@"$(BIN)/python" -c "$(IS_RECENT)" || { \
	    echo "$(VENV) was made with a Python older than 3.11: remove it." >&2; exit 1; }
	@echo "Installing wagtail_advocacy[$*] in $(VENV): the first time takes a while"
ifneq ($(UV),)
	@uv pip install --quiet --python "$(BIN)/python" \
	    $(if $(CONSTRAINTS),--constraint "$(CONSTRAINTS)") --editable ".[$*]"
else
	@"$(BIN)/python" -m pip --version >/dev/null 2>&1 \
	    || "$(BIN)/python" -m ensurepip --upgrade >/dev/null
	@"$(BIN)/python" -m pip install --quiet --disable-pip-version-check \
	    $(if $(CONSTRAINTS),--constraint "$(CONSTRAINTS)") --editable ".[$*]"
endif
	@touch "$@"

.PRECIOUS: $(VENV)/.installed-%

# --- What people type ---

demo: $(VENV)/.installed-demo
	@PORT="$(PORT)" exec "$(BIN)/python" example_site/run_demo.py

# The demo in a browser: each process starts one, and keeps it for whole files. None of
# our lines runs in the tests' own process there, so there is nothing to measure.
BROWSED = $(wildcard tests/e2e)
# Tests that kill servers or race requests have the machine to themselves.
ALONE = $(wildcard tests/faults)
PYTEST = "$(BIN)/python" -m pytest
COVERAGE = "$(BIN)/python" -m coverage
# Judged once, when all runs are in.
MEASURE = --cov --cov-report= --cov-fail-under=0

test: $(VENV)/.installed-test
ifneq ($(ARGS),)
	@$(PYTEST) $(ARGS)
else
	@$(COVERAGE) erase
	@$(PYTEST) --numprocesses=$(WORKERS) \
	    $(BROWSED:%=--ignore=%) $(ALONE:%=--ignore=%) $(MEASURE)
	@$(if $(BROWSED),$(PYTEST) --numprocesses=$(WORKERS) --dist=loadfile $(BROWSED))
	@$(if $(ALONE),$(PYTEST) $(ALONE) $(MEASURE) --cov-append)
	@$(COVERAGE) report
endif

TEMPLATES = $(shell find wagtail_advocacy example_site tests -name '*.html' \
    -not -path '*/media/*')

# Every tool has its say, also after one has complained.
lint: $(VENV)/.installed-lint
	@failed=; \
	check() { echo "-- $$*" | cut -c -72; "$(BIN)/$$@" || failed="$$failed ($$1 $$2)"; }; \
	check ruff check --quiet .; \
	check ruff format --check --quiet --output-format concise .; \
	check djhtml --check --tabwidth 4 $(TEMPLATES); \
	check curlylint --quiet $(TEMPLATES); \
	check codespell; \
	check python -m mypy; \
	check lint-imports; \
	[ -z "$$failed" ] || { echo "Complaints from:$$failed" >&2; exit 1; }

docs: $(VENV)/.installed-docs
	"$(BIN)/python" -m sphinx --builder html --fail-on-warning --keep-going --quiet \
	    docs docs/_build/html
	@echo "Open docs/_build/html/index.html"

# Looked at before they are committed: nobody but a person sees what is wrong with them.
screenshots: $(VENV)/.installed-test
	@"$(BIN)/python" docs/screenshots.py
	@"$(BIN)/python" docs/screens.py

bench: $(VENV)/.installed-bench
	@found=; for script in benchmarks/*.py; do \
	    [ -f "$$script" ] || continue; \
	    found=1; echo "== $$script"; "$(BIN)/python" "$$script" || exit 1; \
	done; \
	[ -n "$$found" ] || { echo "There is no benchmark in benchmarks/ yet." >&2; exit 1; }

messages: $(VENV)/.installed-test
	@command -v msgfmt >/dev/null || { \
	    echo "GNU gettext is missing (Debian: apt-get install gettext)." >&2; exit 1; }
	@for folder in wagtail_advocacy example_site; do \
	    mkdir -p "$$folder/locale" || exit 1; \
	    (cd "$$folder" && "$(abspath $(BIN))/django-admin" makemessages \
	        --locale fr --no-obsolete --add-location file --ignore 'media/*' \
	        && "$(abspath $(BIN))/django-admin" compilemessages --locale fr) || exit 1; \
	done
