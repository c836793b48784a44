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
from dashboard.services.checking import check, check_now, has_failed
from dashboard.services.comparing import (
    caption_comparison,
    caption_disagreements,
    comparison,
    disagreements,
    has_predictions,
    require_predictions,
)
from dashboard.services.folders import models, none_works, working_models
from dashboard.services.sentiment import answer, smallest_flip, trace, word_effects
from dashboard.services.verdicts import Check

__all__ = [
    "Check",
    "answer",
    "caption",
    "caption_comparison",
    "caption_disagreements",
    "check",
    "check_now",
    "comparison",
    "disagreements",
    "has_failed",
    "has_predictions",
    "models",
    "named_photo",
    "none_works",
    "occlusion",
    "preview",
    "require_predictions",
    "sample_photos",
    "seen_classes",
    "smallest_flip",
    "thumbnail",
    "trace",
    "word_effects",
    "working_models",
]
