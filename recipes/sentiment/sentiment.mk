BASELINES := baseline-tfidf baseline-vader
MODELS += $(BASELINES)

.PHONY: $(BASELINES:%=train-%)

# Who labels what the students on the way to sentiment-best learn from. They read the ends of longer
# reviews only, as a network of their width takes its time.
TEACHERS := models/sentiment-gru models/sentiment-lstm models/baseline-tfidf

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
