# Two commands do all the set-up: `make run` and `make test`. Only Python 3.11 and make are needed.

PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
AXE := 4.14.1

.PHONY: run test browser jq check golden pictures schemas bench accuracy clean

run: $(READY)  ## extract the five seeds and show what Dave Hill said and was told
	@mkdir -p out
	$(BIN)/norfolk-cs extract seeds/ -o out/facts.jsonl
	$(BIN)/norfolk-cs show out/facts.jsonl --actor "Dave Hill"

test: $(READY) browser jq  ## every test, on every core, with branch coverage
	$(BIN)/python -m pytest --numprocesses auto --dist loadgroup --cov --cov-report=term --cov-fail-under=90

browser:  ## what the report page's tests need; where it cannot be had they are skipped and say so
	@{ command -v chromium || command -v google-chrome || { test "$$(id -u)" = 0 && \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive timeout 150 \
		apt-get install -y -qq --no-install-recommends chromium fonts-liberation; }; } >/dev/null 2>&1 \
		|| echo "note: no Chromium, so the report page is not tested in a browser"
	@test -f .cache/axe-core/package/axe.min.js || { mkdir -p .cache/axe-core && cd .cache/axe-core && \
		timeout 60 npm pack --silent axe-core@$(AXE) && tar -xzf axe-core-$(AXE).tgz; } >/dev/null 2>&1 \
		|| echo "note: no axe-core, so the report page's accessibility is not tested"

jq:  ## what some recipes of the docs need; where it cannot be had they are not tried, and say so
	@command -v jq >/dev/null || { test "$$(id -u)" = 0 && apt-get update -qq && \
		timeout 150 apt-get install -y -qq --no-install-recommends jq; } >/dev/null 2>&1 \
		|| echo "note: no jq, so the docs' recipes with it are not tried"

check: $(READY)  ## style, types, layers, and generated files up to date
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/norfolk-cs schema --out schemas --check
	$(BIN)/norfolk-cs extract seeds/ --quiet | cmp - tests/golden/seeds.jsonl

golden: $(READY)  ## rewrite the golden facts of the seeds, and what the docs show of them
	@mkdir -p tests/golden
	$(BIN)/norfolk-cs extract seeds/ --quiet -o tests/golden/seeds.jsonl
	DOCS_WRITE=1 $(BIN)/python -m pytest tests/test_docs.py
	$(BIN)/python docs/pictures/draw.py --views

pictures: $(READY)  ## draw the README's pictures anew (the report page needs Chromium)
	$(BIN)/python docs/pictures/draw.py

schemas: $(READY)  ## rewrite the JSON Schemas
	$(BIN)/norfolk-cs schema --out schemas

bench: $(READY)  ## measure speed, beside spaCy and dateparser, and write docs/performance.md (QUICK=1: print)
	$(BIN)/python bench $(if $(QUICK),--quick)

accuracy: $(READY)  ## measure accuracy on all that is at hand, and write docs/accuracy.md
	$(BIN)/python bench/accuracy

clean:  ## remove the environment and everything generated
	rm -rf $(VENV) .cache .coverage .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find out -type f ! -name .gitkeep -delete
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(READY): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check \
		--constraint constraints.txt --editable ".[dev]"
	@touch $@
