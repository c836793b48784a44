"""What each task puts on stage; this is the list of them."""

from __future__ import annotations

from collections.abc import Mapping

from dashboard.show import Show
from dashboard.shows.captioning.show import CAPTIONING
from dashboard.shows.films.show import FILMS
from dashboard.shows.gestures.show import GESTURES
from dashboard.shows.sentiment.show import SENTIMENT
from dashboard.shows.series.show import SERIES
from dashboard.shows.tagging.show import TAGGING
from dashboard.shows.translation.show import TRANSLATION

_ALL = (SENTIMENT, CAPTIONING, TAGGING, TRANSLATION, GESTURES, FILMS, SERIES)
SHOWS: Mapping[str, Show] = {show.task.name: show for show in _ALL}
