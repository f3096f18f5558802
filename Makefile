# The two commands: `make demo` draws the first chart, `make test` runs every check. Both set up what they need,
# in .venv, and install nothing when run again. PYTHON chooses the interpreter (3.11 or newer).
PYTHON ?= python3
BIN := .venv/bin
DEMO := out/demo

.PHONY: demo test check train gates clean

demo: .venv/.installed
	$(BIN)/ezcharts run studies/demo.yaml --out $(DEMO) --store store
	@echo "The chart: $(DEMO)/demo.png    The page: $(DEMO)/demo.html"

# Files of tests side by side, a process for each core; each of them computes on one.
test: check
	OMP_NUM_THREADS=1 $(BIN)/python -m pytest -n logical --dist loadfile

check: .venv/.installed-dev
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports

# The embedded models again, from nothing: scenes, every model, the package's folder. Minutes are those of the set in the
# package, one thread each; docs/models.md says what to set for a GPU. What is there of a run is gone on with, so that
# the command may be stopped and given again.
RUNS := training-runs
SCENES := --scenes 64000
PRIOR := --minutes 98
SECONDARY := --minutes 11
JUDGE := judge:16
GUIDES := vit-p16:13 vit-p8:12 vit-large:11 resnet:18 resnet-deep:7 resnet-x4:7 resnet-x16:8
TRAIN := --threads 1 --media painted
EMBEDDED := src/ezcharts/models/embedded

train: $(RUNS)/data/large/captions.json
	$(BIN)/python -m ezcharts.training.secondary $(SECONDARY) --data $(RUNS)/data --run $(RUNS)/secondary --resume $(TRAIN)
	for model in $(JUDGE) $(GUIDES); do \
	  estimates="--estimates $(RUNS)/secondary"; [ $$model != $(JUDGE) ] || estimates=; \
	  $(BIN)/python -m ezcharts.training.perceptors --model $${model%:*} --minutes $${model#*:} --data $(RUNS)/data \
	    --run $(RUNS)/$${model%:*} --resume $(TRAIN) $$estimates || exit 1; \
	done
	$(BIN)/python -m ezcharts.training.prior $(PRIOR) --data $(RUNS)/data --run $(RUNS)/prior --resume $(TRAIN)
	for run in $(JUDGE) $(GUIDES) prior secondary; do \
	  $(BIN)/python -m ezcharts.training.export --run $(RUNS)/$${run%:*} --out $(EMBEDDED) || exit 1; \
	done

# What the models in the package are worth, on scenes that none has seen: figures, sheets and charts in $(RUNS)/gates.
gates: $(RUNS)/data/large/captions.json
	$(BIN)/python -m ezcharts.training.gates --data $(RUNS)/data --out $(RUNS)/gates

$(RUNS)/data/large/captions.json: .venv/.installed-dev
	$(BIN)/python -m ezcharts.training.data --out $(RUNS)/data $(SCENES)

# One environment; a stamp says what was installed into it from which pyproject.toml.
.venv/.installed: pyproject.toml
	$(PYTHON) scripts/setup.py .venv .
	@touch $@

.venv/.installed-dev: pyproject.toml
	$(PYTHON) scripts/setup.py .venv '.[dev]'
	$(PYTHON) scripts/browser.py
	@touch $@ .venv/.installed

clean:
	rm -rf .venv out store
