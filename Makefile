# The two commands: `make demo` draws the first chart, `make test` runs every check. Both set up what they need,
# in .venv, and install nothing when run again. PYTHON chooses the interpreter (3.11 or newer).
PYTHON ?= python3
BIN := .venv/bin
DEMO := out/demo

.PHONY: demo test check clean

demo: .venv/.installed
	$(BIN)/ezcharts run studies/demo.yaml --out $(DEMO) --store store
	@echo "The chart: $(DEMO)/demo.png    The page: $(DEMO)/demo.html"

test: check
	$(BIN)/python -m pytest

check: .venv/.installed-dev
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports

# One environment; a stamp says what was installed into it from which pyproject.toml.
.venv/.installed: pyproject.toml
	$(PYTHON) scripts/setup.py .venv .
	@touch $@

.venv/.installed-dev: pyproject.toml
	$(PYTHON) scripts/setup.py .venv '.[dev]'
	@touch $@ .venv/.installed

clean:
	rm -rf .venv out store
