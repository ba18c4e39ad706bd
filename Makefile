# Two commands on a fresh machine with Python 3.11: `make build` and `make test`.
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt

.PHONY: build test check bench fuzz docs constraints clean

build: .venv/main
	$(BIN)/dataset-tools build

test: .venv/test
	$(BIN)/pytest -n 2 $(ARGS)

check: .venv/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -n 2 $(ARGS)

# The parts of the documentation that are made from the code (tests fail when they are not current).
docs: .venv/main
	$(BIN)/python -m dataset_tools.cli.reference docs/reference
	$(BIN)/python -m dataset_tools.checks._docs > docs/checks.md
	$(BIN)/python -m dataset_tools.project > schemas/dataset.schema.json

bench: .venv/test
	$(BIN)/python benchmarks/run.py $(ARGS)

fuzz: .venv/test
	$(BIN)/python tests/fuzz/run.py --count $(or $(FUZZ),100000) --seed $(or $(SEED),1)

.venv/python:
	$(PYTHON) -c 'import sys; sys.exit("dataset-tools needs Python 3.11 or newer; try make PYTHON=python3.11") if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv .venv
	touch $@

.venv/main: .venv/python pyproject.toml constraints.txt
	$(PIP) --editable .
	$(BIN)/python -m compileall -q dataset_tools
	touch $@

.venv/test: .venv/python pyproject.toml constraints.txt
	$(PIP) --editable '.[test]'
	$(BIN)/python -m compileall -q dataset_tools
	touch $@ .venv/main

.venv/dev: .venv/python pyproject.toml constraints.txt
	$(PIP) --editable '.[dev]'
	touch $@ .venv/test .venv/main

clean:
	rm -rf .venv processed/.parts
