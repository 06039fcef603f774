# ConvCanvas: make run · make test · make bench · make lint
# `make setup` is part of all of them and does nothing where nothing has changed.

PYTHON ?= python3
PY := .venv/bin/python

.PHONY: run test soak bench lint setup

run: setup
	@$(PY) main.py

test: setup
	@QT_QPA_PLATFORM=offscreen $(PY) -m pytest --numprocesses 2 --dist loadfile

soak: setup
	@QT_QPA_PLATFORM=offscreen $(PY) -m pytest -m soak

bench: setup
	@for file in $(filter-out %/__init__.py %/networks.py %/regularizers.py %/ensembles.py,$(wildcard benchmarks/*.py)); do echo "== $$file"; $(PY) $$file || exit 1; done

lint: setup
	@$(PY) -m ruff check
	@$(PY) -m ruff format --check
	@$(PY) -m mypy
	@.venv/bin/lint-imports

setup: .venv/.installed .venv/.qt-libraries

.venv/.installed: pyproject.toml scripts/environment.py
	@$(PYTHON) -m scripts.environment
	@touch $@

.venv/.qt-libraries: .venv/.installed scripts/qt_libraries.py
	@$(PY) -m scripts.qt_libraries
	@touch $@
