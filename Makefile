# Every target sets up what it needs by itself. `make help` lists them; docs/index.md explains them.
#
# Packages come from the lock files in requirements/ with their hashes; pip asks the registry that its own
# configuration names. A stamp is a file in the environment that says "this lock is installed", so that a second
# run costs nothing.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help
.PHONY: help demo test coverage check bench soak format images words lock clean

# Hundreds of processes run our code under test: each would compile it anew where the environment forbids keeping that.
unexport PYTHONDONTWRITEBYTECODE

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
PYTEST := $(BIN)/python -m pytest
# Three share two cores, since each waits for browsers and databases a third of its time; tests/conftest.py says which files begin.
# Their order is shuffled, and the same each time, so that a red run can be had again; make soak shuffles anew. Chances that a
# test takes by itself are new in every run, and printed.
SPREAD := --numprocesses=3 --dist=loadfile --no-loadscope-reorder --randomly-seed=2016 --randomly-dont-reset-seed

help:  ## list the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 16

demo: $(VENV)/run.stamp  ## install, read the bundled reports, print the record, say what to do next
	@$(BIN)/truceline demo

test: $(VENV)/test.stamp  ## install what the tests need and run them all: first those that want the machine for themselves
	@scripts/install_system_parts.sh
	@$(PYTEST) -q -m "alone and not soak" $(or $(ARGS),$$(grep -rl "mark.alone" tests)) || [ $$? -eq 5 ] # 5: none of those asked for
	@$(PYTEST) -q -m "not alone and not soak" $(SPREAD) $(ARGS)

coverage: $(VENV)/test.stamp  ## the same tests, and which branches of the code they never took; takes a third longer
	@scripts/install_system_parts.sh
	@$(PYTEST) -q -m "alone and not soak" --cov --cov-report= $(ARGS) || [ $$? -eq 5 ] # 5: none of those asked for
	@$(PYTEST) -q -m "not alone and not soak" $(SPREAD) --cov --cov-append --cov-report=term:skip-covered $(ARGS)

check: $(VENV)/check.stamp  ## ruff, mypy, import-linter, docs and words
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python scripts/check_docs.py
	$(BIN)/python scripts/check_words.py

bench: $(VENV)/test.stamp  ## print the tables of quality and speed (needs the measuring data, says so where absent)
	@$(BIN)/python bench/table.py $(ARGS)

soak: $(VENV)/test.stamp  ## the long tests that make test leaves out, and the laws with new examples
	@$(PYTEST) -q -m soak $(ARGS)
	@$(PYTEST) -q -m "not soak" --hypothesis-profile=roaming tests/properties tests/reader tests/ledger tests/linker tests/model tests/web

format: $(VENV)/check.stamp  ## let ruff write the layout of the code
	@$(BIN)/ruff format .

images: $(VENV)/test.stamp  ## draw the pictures of README and guides again (needs chromium)
	@$(BIN)/python scripts/make_images.py
	@$(BIN)/python scripts/room_images.py

words: $(VENV)/test.stamp  ## collect the sentences of the room for translators, compile what they wrote (needs gettext)
	@$(BIN)/python scripts/make_words.py

# Every lock is a superset of the one before, resolved under its pins, so that they can share one environment.
COMPILE = CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/pip-compile --quiet --generate-hashes --allow-unsafe \
	--no-emit-index-url --no-emit-find-links --strip-extras --build-deps-for=editable
lock: $(VENV)/made.stamp  ## resolve the dependencies of pyproject.toml again and write requirements/
	@$(PIP) install -qq pip-tools
	$(COMPILE) --output-file requirements/run.txt pyproject.toml
	$(COMPILE) --extra test --constraint requirements/run.txt --output-file requirements/test.txt pyproject.toml
	$(COMPILE) --extra test --extra check --constraint requirements/test.txt --output-file requirements/check.txt pyproject.toml

clean:  ## remove everything that make made
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis .coverage build dist
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/made.stamp:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "truceline needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) --version 2>&1). Try: make PYTHON=python3.11 ..." >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || \
	  { echo "$(PYTHON) cannot make virtual environments. On Debian: apt-get install python3-venv" >&2; exit 1; }
	@touch $@

$(VENV)/%.stamp: requirements/%.txt pyproject.toml | $(VENV)/made.stamp
	@echo "installing requirements/$*.txt into $(VENV) (the first time takes a minute or two)"
	@$(PIP) install -qq --require-hashes --requirement requirements/$*.txt
	@$(PIP) install -qq --no-deps --no-build-isolation --no-index --editable .
	@touch $@
