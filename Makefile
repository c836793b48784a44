# The published commands. GNU make 3.81 (as on macOS) is enough.
#
# PYTHON=python3.12   the Python that makes .venv, 3.11 or newer
# DATA=folder         the data folder; else what UNROLLED_DATA names; else data/, if it exists
# SHARE=1             for make demo: phones in the same network vote; SHARE=192.168.1.5 names this machine
# ARGS="..."          further options for a training, for example ARGS=--resume

PYTHON ?= python3

MODELS := $(basename $(notdir $(wildcard recipes/*/*.yaml)))

# 40 % faster: by default glibc gives large blocks back and maps them anew at every step. The largest
# ones, of the longest reviews, it still should: kept, they took 22 GB in pieces that fitted nothing.
KEEP_MEMORY := MALLOC_TRIM_THRESHOLD_=4000000000 MALLOC_MMAP_THRESHOLD_=100000000

# A DATA in the environment may be about anything, so only one on the command line counts.
ifeq ($(origin DATA),command line)
  export UNROLLED_DATA := $(DATA)
else
  ifeq ($(origin UNROLLED_DATA),undefined)
    ifneq ($(wildcard data/.),)
      export UNROLLED_DATA := data
    endif
  endif
endif

# Nor does anything but the command line open this machine to others.
DEMO := dashboard/app.py
ifeq ($(origin SHARE),command line)
  ifneq ($(SHARE),)
    export UNROLLED_SHARE := $(SHARE)
    DEMO := dashboard/shared.py
  endif
endif

RUN := .venv/bin/python -m
INSTALLED := .venv/.installed
INSTALLED_DEV := .venv/.installed-dev
PIP_INSTALL := $(RUN) pip install --disable-pip-version-check
NOT_INSTALLED := { echo "Not everything could be installed. Check the connection, then run make again."; exit 1; }

TRAINED := $(filter-out encoder-%,$(patsubst models/%/config.json,%,$(wildcard models/*/config.json)))
# The recipe of a model lies in a folder with the name of its task, and its config.json names the task.
recipe = $(wildcard recipes/*/$*.yaml)
task = $(shell sed -n 's/^  "task": "\(.*\)",$$/\1/p' models/$*/config.json)

.DEFAULT_GOAL := help
.PHONY: help demo serve test test-browser check messages data evaluate bench $(MODELS:%=train-%)

help::
	@echo "make demo                  the dashboard, on http://localhost:8501"
	@echo "make demo DATA=folder      the same, with photos and captions of your data folder"
	@echo "make demo SHARE=1          the same, and phones in this network can vote"
	@echo "make serve                 the dashboard for others: readiness, counts, log, answers to programs"
	@echo "make test                  the tests, but for those in a browser"
	@echo "make test-browser          the pages in Chromium, as people see and use them"
	@echo "make check                 linter, formatter and type checker"
	@echo "make messages LOCALE=de    sentences for translators, in pipelines/locales"
	@echo "make data                  fill data/ (or DATA=folder) from the Hugging Face Hub"
	@for model in $(MODELS); do printf 'make train-%-22s models/%s\n' $$model $$model; done
	@echo "make cells-NAME            find the cells of models/NAME that mean something"
	@echo "make evaluate              score every trained model on the test parts"
	@echo "make bench                 timings, beside peers in the same run"

$(MODELS:%=train-%): train-%: $(INSTALLED)
	$(KEEP_MEMORY) $(RUN) pipelines train $(notdir $(patsubst %/,%,$(dir $(recipe)))) models/$* \
		--config $(recipe) $(ARGS)

# What only one task has: further models, stages before a last training, what a demo fetches. Each file
# appends to MODELS, to EXTRAS, which a demo needs beside, and to help.
EXTRAS :=
include $(wildcard recipes/*/*.mk)

demo: $(INSTALLED) $(EXTRAS)
	$(if $(UNROLLED_DATA),@$(RUN) pipelines check-data)
	@$(RUN) streamlit run $(DEMO)

serve: $(INSTALLED) $(EXTRAS)
	@$(RUN) streamlit run dashboard/serve.py --logger.hideWelcomeMessage=true

test: $(INSTALLED_DEV)
	@$(RUN) pytest -n 2 --dist worksteal -m "not browser"

test-browser: $(INSTALLED_DEV)
	@$(RUN) pytest -n 2 --dist worksteal -m browser

check: $(INSTALLED_DEV)
	@$(RUN) ruff check
	@$(RUN) ruff format --check
	@$(RUN) mypy

messages: $(INSTALLED)
	@$(RUN) dashboard.catalogue $(LOCALE)

data: $(INSTALLED)
	@$(RUN) pipelines fetch $(or $(UNROLLED_DATA),data)

evaluate: $(TRAINED:%=evaluate-%)

evaluate-%: $(INSTALLED)
	$(RUN) pipelines evaluate $(task) models/$*

cells-%: $(INSTALLED)
	$(RUN) pipelines cells $(task) models/$*

bench: $(INSTALLED_DEV)
	@$(RUN) benchmarks.timings

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
		{ echo "Python 3.11 or newer is needed, and $(PYTHON) is not: name one, as in make demo PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -m venv .venv || \
		{ rm -rf .venv; echo "$(PYTHON) cannot make .venv: install its venv module (Debian: python3-venv), then run make again."; exit 1; }

$(INSTALLED): requirements.txt | .venv/bin/python
	@$(PIP_INSTALL) -r requirements.txt || $(NOT_INSTALLED)
	@touch $@

$(INSTALLED_DEV): requirements.txt requirements-ray.txt requirements-dev.txt | .venv/bin/python
	@$(PIP_INSTALL) -r requirements-dev.txt || $(NOT_INSTALLED)
	@touch $(INSTALLED) $@
