"""The scripts of the player get along in one module."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from dashboard.player.component import script

# What stands at the left margin: a name of its own, or several at once.
DECLARED = re.compile(r"^(?:async )?(?:const|let|class|function) (\w+|\[[^\]]*\]|\{[^}]*\})", re.M)


def test_no_two_shared_scripts_declare_the_same_name(tmp_path: Path) -> None:
    """A browser would run none of them."""
    declared = DECLARED.findall(script(tmp_path))  # No scenes: their names are theirs alone.
    names = Counter(name for part in declared for name in re.findall(r"\w+", part))
    assert len(names) > 20
    assert [name for name, times in names.items() if times > 1] == []
