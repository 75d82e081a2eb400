# Two commands do all set-up: `make demo` and `make test`. Everything else is a step behind them.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INDEX ?= indexes/default
PORT ?= 7860
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt

# What shows that a Debian package is there, and the package.
DEMO_PACKAGES := tesseract:tesseract-ocr vie:tesseract-ocr-vie
TEST_PACKAGES := $(DEMO_PACKAGES) liberation2:fonts-liberation2 DejaVuSerif:fonts-dejavu-core chromium:chromium antiword:antiword

.PHONY: demo test index serve lint types unit bench corpus clean

demo: $(VENV)/.demo demo-system index serve  ## set up, index corpus/, open the chat page

test: $(VENV)/.test test-system lint types unit  ## set up, check, run every test

index: $(VENV)/.demo
	$(BIN)/assistant index corpus --index $(INDEX) --sync

serve: $(VENV)/.demo
	$(BIN)/assistant serve --index $(INDEX) --port $(PORT)

lint: $(VENV)/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.test
	$(BIN)/mypy assistant eval

unit: $(VENV)/.test
	$(BIN)/python -m pytest

bench: $(VENV)/.test  ## the long measurements whose figures stand in README and model cards
	$(BIN)/python -m eval.bench

corpus: $(VENV)/.test test-system  ## writes the sample documents anew from their text
	$(BIN)/python -m eval.corpus

$(VENV)/.python:
	$(PYTHON) -m venv $(VENV)
	touch $@

$(VENV)/.demo: $(VENV)/.python pyproject.toml constraints.txt
	$(PIP) --editable .
	touch $@

$(VENV)/.test: $(VENV)/.demo
	$(PIP) --editable '.[dev]'
	touch $@

.PHONY: demo-system test-system
demo-system:
	@./system-packages $(DEMO_PACKAGES)

test-system:
	@./system-packages $(TEST_PACKAGES)

clean:
	rm -rf $(VENV) indexes/* .mypy_cache .ruff_cache .pytest_cache
