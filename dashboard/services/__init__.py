"""The only cached functions: every page gets models and answers here.

Pipelines, and torch with them, are imported when first needed.
"""

from dashboard.services.captioning import (
    caption,
    named_photo,
    occlusion,
    preview,
    sample_photos,
    seen_classes,
    thumbnail,
)
from dashboard.services.checking import Check, check
from dashboard.services.comparing import (
    caption_comparison,
    caption_disagreements,
    comparison,
    disagreements,
)
from dashboard.services.folders import models, working_models
from dashboard.services.sentiment import answer, smallest_flip, trace, word_effects

__all__ = [
    "Check",
    "answer",
    "caption",
    "caption_comparison",
    "caption_disagreements",
    "check",
    "comparison",
    "disagreements",
    "models",
    "named_photo",
    "occlusion",
    "preview",
    "sample_photos",
    "seen_classes",
    "smallest_flip",
    "thumbnail",
    "trace",
    "word_effects",
    "working_models",
]
