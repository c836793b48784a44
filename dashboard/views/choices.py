"""Which models the viewer chooses. It holds on every page."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard import services
from dashboard.language import _, told
from dashboard.messages import plain
from dashboard.report.gathering import gather_models
from pipelines.errors import ModelError
from pipelines.models.directory import ModelDirectory
from pipelines.models.listing import ModelListing
from pipelines.task import Task

_BROKEN = ":material/heart_broken:"
MAX_COMPARED = 4  # More columns are too narrow for their answers.


def choose_models(task: Task, *, compared: Sequence[str] = ()) -> list[ModelDirectory]:
    """One model of a task, or several. Those that failed their self-check are not among them.

    Args:
        compared: of several, the names of those to begin with, where two of them work at least;
            else it is the first ones.

    Raises:
        ModelError: there is none that works.
    """
    key = f"{task.name}-models" if compared else f"{task.name}-model"
    found = {one.name: one for one in _offered(task, key, compared)}
    names = list(found)
    if compared:
        first = [name for name in compared if name in found]
        chosen = st.multiselect(
            _("Models"),
            names,
            first if len(first) > 1 else names[:MAX_COMPARED],
            max_selections=MAX_COMPARED,
            label_visibility="collapsed",
            key=key,
            bind="query-params",
        )
        return _gathered([found[name] for name in chosen])
    name = st.selectbox(
        _("Model"), names, key=key, bind="query-params", label_visibility="collapsed"
    )
    return _gathered([found[name]])


def _gathered(models: list[ModelDirectory]) -> list[ModelDirectory]:
    gather_models(models)
    return models


def _offered(task: Task, key: str, compared: Sequence[str]) -> list[ModelDirectory]:
    """The models to choose from; where a wanted one is broken, a message says why it is not there.

    What is about to be shown is checked at once: the wanted ones, or else the first. Of the others
    it is enough that they are not known to be broken.

    Args:
        key: of the widget, which names the wanted ones: in an address at first, then in its state.
        compared: as ``choose_models`` takes it.
    """
    models = ordered_models(task)
    wanted = st.session_state.get(key) or st.query_params.get_all(key)
    wanted = [wanted] if isinstance(wanted, str) else wanted
    broken = {one.name: one.problem for one in services.models() if one.problem}
    checked = {one.name: services.check_now(one) for one in models if one.name in wanted}
    broken |= {name: check.message for name, check in checked.items() if not check.passed}
    known = {one.name for one in services.models()}
    for name in wanted:
        if name not in known:
            said = _("There is no model {name:.60}.", name=name)
            st.toast(plain(said), icon=_BROKEN, duration="long")
        elif name in broken:
            # Beside the choice, a message would push the stage away.
            said = told(services.is_broken(name, broken[name]))
            st.toast(plain(said), icon=_BROKEN, duration="long")
    if not any(check.passed for check in checked.values()):
        _check_first(models, compared)
    offered = [model for model in models if not services.has_failed(model)]
    if not offered:
        failed = [services.is_broken(one.name, services.check_now(one).message) for one in models]
        raise ModelError(services.none_works(task.name, failed))
    return offered


def _check_first(models: Sequence[ModelDirectory], compared: Sequence[str]) -> None:
    """Check what is shown where nothing is wanted, so that what failed can be left out."""
    passed = [one for one in models if one.name in compared and services.check_now(one).passed]
    if len(passed) > 1:
        return
    missing = MAX_COMPARED if compared else 1
    for model in models:
        missing -= services.check_now(model).passed is True
        if not missing:
            return


def ordered_models(task: Task) -> list[ModelDirectory]:
    """Those that lead, the record model, the LSTM of which others are variants; baselines last.

    Raises:
        ModelError: there is none that works.
    """
    leading = {name: place for place, name in enumerate(task.leading)}

    def place(model: ModelDirectory) -> tuple[int, tuple[int, bool, str]]:
        return leading.get(model.name, len(leading)), _place(model)

    return sorted(services.working_models(task.name), key=place)


def _place(model: ModelDirectory) -> tuple[int, bool, str]:
    endings = ("-best", "-lstm")
    first = next((i for i, end in enumerate(endings) if model.name.endswith(end)), len(endings))
    return first, "steps" not in model.capabilities, model.name


def choose_listing() -> ModelListing:
    """One model folder of any task, in the same order; the broken ones come last.

    Raises:
        ModelError: there is no folder.
    """
    found = {listing.name: listing for listing in sorted(services.models(), key=_place_in_list)}
    if not found:
        raise ModelError(services.NO_MODEL)
    name = st.selectbox(
        _("Model"),
        list(found),
        key="shown-model",
        bind="query-params",
        label_visibility="collapsed",
    )
    return found[name]


def _place_in_list(listing: ModelListing) -> tuple[bool, int, bool, str]:
    if listing.directory is None:
        return True, 0, False, listing.name
    return services.has_failed(listing.directory), *_place(listing.directory)
