# What to do with timeline from a fresh clone.  Needs Python 3.11 or later, git and make; every
# target installs the rest into .venv by itself.  `make help` lists the targets.

BIN := .venv/bin
OUT := build
PORT := 8000
CORPORA := ../shared
TIME := 600
SHARED := --numprocesses auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder

.DEFAULT_GOAL := help
.PHONY: help site test check score bench fuzz lowest audit serve docs clean install install-dev

help: ## list the targets
	@echo "make TARGET, where TARGET is one of"
	@sed -n 's/^\([a-z]*\):.*## /  \1	/p' Makefile

site: install ## build the demo corpus in examples/ into build/
	@$(BIN)/timeline build examples -o $(OUT)
	@echo "Open $(CURDIR)/$(OUT)/index.html in a browser."

test: install-dev ## run every test, shared among the cores, or TESTS; what cannot run is named
	@$(BIN)/python -m pytest $(or $(TESTS),$(SHARED))

check: install-dev ## lint, format, types, and the one-way flow
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache --no-logo

score: install ## measure against the development corpora, where they are there
	@$(BIN)/python scripts/score.py --corpora $(CORPORA)

bench: install-dev ## CPU time: stages (SOURCE=folder), the tagger beside others', 5,000 articles, the page
	@$(BIN)/python scripts/bench.py $(or $(SOURCE),examples)
	@$(BIN)/python scripts/bench_tagger.py --corpora $(CORPORA)
	@$(BIN)/python scripts/bench_build.py $(if $(WRITE),--write)
	@$(BIN)/python scripts/bench_page.py

fuzz: install-dev ## feed made-up input to all that reads any, ten minutes long (TIME=seconds)
	@$(BIN)/python scripts/fuzz.py --seconds $(TIME)

lowest: install-dev ## the tests without a browser, with the lowest versions that pyproject.toml allows
	@sh scripts/lowest.sh

audit: install-dev ## known vulnerabilities in what timeline needs to run, at its newest and lowest
	@sh scripts/audit.sh

serve: install ## show the demo at http://127.0.0.1:8000/ and follow every change (PORT=...)
	@$(BIN)/timeline serve $(or $(SOURCE),examples) --port $(PORT)

docs: install ## write docs/rules.md and the tables of docs/benchmarks.md and scale.md anew
	@$(BIN)/python scripts/rules_page.py
	@$(BIN)/python scripts/benchmarks_page.py
	@$(BIN)/python scripts/scale_page.py

clean: ## remove build/ and the tools' caches; .venv stays
	rm -rf $(OUT) dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache

install:
	@sh scripts/prepare.sh use

install-dev:
	@sh scripts/prepare.sh dev
