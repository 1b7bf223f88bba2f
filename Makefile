# `make serve` and `make test` are all that is needed on a fresh machine; each makes the environment.
PYTHON ?= python3
PORT ?= 8866
OPTIONS ?=
BIN := .venv/bin
RUN := $(BIN)/python -m

.PHONY: serve hub test bench lint check build site browser pango constraints screenshots clean

serve: .venv/installed
	@$(RUN) copcourse serve --port $(PORT)

# A class on one machine: course/hub/README.md. OPTIONS go to JupyterHub, such as --port=80.
hub: .venv/installed
	@$(RUN) jupyterhub --config course/hub/jupyterhub_config.py $(OPTIONS)

test: .venv/installed browser pango lint check
	@$(RUN) pytest

bench: .venv/installed browser pango
	@$(BIN)/python tests/bench/run.py

lint: .venv/installed
	@$(RUN) ruff check .
	@$(RUN) ruff format --check .
	@$(RUN) mypy

check: .venv/installed
	@$(RUN) copcourse build --check
	@$(RUN) copcourse check

build: .venv/installed
	@$(RUN) copcourse build

site: .venv/installed
	@$(RUN) copcourse export site

browser: .venv/installed
	@$(BIN)/python tests/browser.py

pango: .venv/installed
	@$(BIN)/python tests/pango.py

screenshots: .venv/installed browser
	@$(BIN)/python tests/screenshots.py

# The one list of pinned versions, for Binder, make and CI. It names versions, and no place to get them.
constraints: .venv/installed
	@$(RUN) uv pip compile --quiet --universal --python-version 3.11 --all-extras --upgrade \
	  --no-header --no-annotate --no-emit-index-url --no-emit-find-links \
	  pyproject.toml --output-file binder/constraints.txt

.venv/installed: pyproject.toml binder/constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo 'copcourse needs Python 3.11 or newer: install it, or name one: make PYTHON=python3.12 ...' >&2; exit 1; }
	@$(PYTHON) -m venv .venv || { \
	  echo 'Python cannot make an environment here; on Debian: apt install python3-venv' >&2; exit 1; }
	@$(RUN) pip install --quiet --disable-pip-version-check --editable '.[dev]' --constraint binder/constraints.txt
	@touch $@

clean:
	rm -rf .venv dist build site bench.json
