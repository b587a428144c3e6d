# Two commands are enough: `make run` to try Kith, `make test` to check it.
PYTHON ?= python3
.DEFAULT_GOAL := help
.PHONY: help setup run test check bench eval messages clean

help: ## show this
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/'

setup: ## make both Python environments
	@$(PYTHON) bootstrap.py

run: setup ## start everything and print the address
	@exec .venv/bin/kith up

check: setup ## style, types and who may import what
	@.venv/bin/ruff check . && .venv/bin/ruff format --check . && .venv/bin/mypy && .venv/bin/lint-imports --no-cache
	@cd engine && .venv/bin/ruff check . && .venv/bin/ruff format --check .

test: check ## the whole suite, on real parts
	@.venv/bin/pytest
	@engine/.venv/bin/python -m pytest engine/tests

bench: setup ## measure it, next to a stock Rasa
	@.venv/bin/python -m tests.load.bench
	@.venv/bin/python -m tests.load.search_bench --services 100000
	@.venv/bin/python -m tests.load.import_bench
	@.venv/bin/python -m tests.load.openreferral_bench
	@.venv/bin/python -m tests.load.indicators_bench

eval: setup ## how well it understands, searches and hears danger, on sentences kept apart
	@.venv/bin/python -m evaluation.understanding --compare $(UNDERSTANDING)
	@.venv/bin/python -m evaluation.search
	@.venv/bin/python -m evaluation.safety

messages: setup ## bring the translators' files in line with the English sentences
	@.venv/bin/python -m language.collect

clean: ## remove what was made, except the databases
	@rm -rf .venv engine/.venv var/models var/places* var/tools var/log
