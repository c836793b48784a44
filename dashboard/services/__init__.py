"""The only cached functions that all shows share: every page gets models here."""

from dashboard.services.checking import check, check_now, has_failed
from dashboard.services.folders import NO_MODEL, is_broken, models, none_works, working_models
from dashboard.services.verdicts import Check

__all__ = [
    "NO_MODEL",
    "Check",
    "check",
    "check_now",
    "has_failed",
    "is_broken",
    "models",
    "none_works",
    "working_models",
]
