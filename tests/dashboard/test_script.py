"""The scripts of the player are one module, in which a name can be given once."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from dashboard.player.component import script

NAMED = re.compile(r"^(?:const|let|class|(?:async )?function) (\w+)|^const \[([^\]]+)\] =", re.M)


def test_no_name_is_given_twice_in_what_all_scenes_share(tmp_path: Path) -> None:
    found = NAMED.findall(script(tmp_path))
    names = Counter(name for one, several in found for name in (one or several).split(", "))
    assert len(names) > 50
    assert [name for name, times in names.items() if times > 1] == []
