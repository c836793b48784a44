"""The names of slots and intents as people write them."""

from __future__ import annotations

import re

from dashboard.language import told
from pipelines.messages import N_

# Those of SNIPS.
_IN_WORDS = {
    "album": N_("album"),
    "artist": N_("artist"),
    "best_rating": N_("best rating"),
    "city": N_("city"),
    "condition_description": N_("condition description"),
    "condition_temperature": N_("condition temperature"),
    "country": N_("country"),
    "cuisine": N_("cuisine"),
    "current_location": N_("current location"),
    "entity_name": N_("entity name"),
    "facility": N_("facility"),
    "genre": N_("genre"),
    "geographic_poi": N_("geographic point of interest"),
    "location_name": N_("location name"),
    "movie_name": N_("movie name"),
    "movie_type": N_("movie type"),
    "music_item": N_("music item"),
    "object_location_type": N_("object location type"),
    "object_name": N_("object name"),
    "object_part_of_series_type": N_("object part of series type"),
    "object_select": N_("object select"),
    "object_type": N_("object type"),
    "party_size_description": N_("party size description"),
    "party_size_number": N_("party size number"),
    "playlist": N_("playlist"),
    "playlist_owner": N_("playlist owner"),
    "poi": N_("point of interest"),
    "rating_unit": N_("rating unit"),
    "rating_value": N_("rating value"),
    "restaurant_name": N_("restaurant name"),
    "restaurant_type": N_("restaurant type"),
    "served_dish": N_("served dish"),
    "service": N_("service"),
    "sort": N_("sort"),
    "spatial_relation": N_("spatial relation"),
    "state": N_("federal state"),
    "timeRange": N_("time range"),
    "track": N_("track"),
    "year": N_("year"),
    "AddToPlaylist": N_("add to playlist"),
    "BookRestaurant": N_("book restaurant"),
    "GetWeather": N_("get weather"),
    "PlayMusic": N_("play music"),
    "RateBook": N_("rate book"),
    "SearchCreativeWork": N_("search creative work"),
    "SearchScreeningEvent": N_("search screening event"),
}


def in_words(name: str) -> str:
    """A slot or an intent in the viewer's language; of other data, its name in words.

    For instance: BookRestaurant, party_size_number.
    """
    if name in _IN_WORDS:
        return told(_IN_WORDS[name])
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).replace("_", " ").lower()
    return re.sub(r"\bpoi\b", "point of interest", words)
