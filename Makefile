# Two commands do all the set-up: `make run` and `make test`. Only Python 3.11 and make are needed.

PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: run test check golden schemas bench accuracy clean

run: $(READY)  ## extract the five seeds and show what Dave Hill said and was told
	@mkdir -p out
	$(BIN)/norfolk-cs extract seeds/ -o out/facts.jsonl
	$(BIN)/norfolk-cs show out/facts.jsonl --actor "Dave Hill"

test: $(READY)  ## every test, with branch coverage
	$(BIN)/python -m pytest --cov --cov-report=term --cov-fail-under=90

check: $(READY)  ## style, types, layers, and generated files up to date
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/norfolk-cs schema --out schemas --check
	$(BIN)/norfolk-cs extract seeds/ --quiet | cmp - tests/golden/seeds.jsonl

golden: $(READY)  ## rewrite the golden facts of the seeds, and the output that docs/rules.md shows
	@mkdir -p tests/golden
	$(BIN)/norfolk-cs extract seeds/ --quiet -o tests/golden/seeds.jsonl
	DOCS_WRITE=1 $(BIN)/python -m pytest tests/test_docs_rules.py

schemas: $(READY)  ## rewrite the JSON Schemas
	$(BIN)/norfolk-cs schema --out schemas

bench: $(READY)  ## start-up and throughput, as ratios taken in one run
	$(BIN)/python bench/startup.py
	$(BIN)/python bench/throughput.py
	@test ! -d ../shared/reports || $(BIN)/python bench/reports.py ../shared/reports

accuracy: $(READY)  ## measure accuracy on all that is at hand, and write docs/accuracy.md
	$(BIN)/python bench/accuracy

clean:  ## remove the environment and everything generated
	rm -rf $(VENV) .coverage .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find out -type f ! -name .gitkeep -delete
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(READY): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check \
		--constraint constraints.txt --editable ".[dev]"
	@touch $@
