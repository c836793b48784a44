"""Which models the viewer chooses. It holds on every page."""

from __future__ import annotations

import streamlit as st

from dashboard import services
from dashboard.language import _, told
from dashboard.messages import plain
from pipelines.errors import ModelError
from pipelines.models.directory import ModelDirectory
from pipelines.models.listing import ModelListing
from pipelines.task import Task

_BROKEN = ":material/heart_broken:"
MAX_COMPARED = 4  # More columns are too narrow for their answers.


def choose_models(task: Task, *, several: bool = False) -> list[ModelDirectory]:
    """One model of a task, or several. Those that failed their self-check are not among them.

    Raises:
        ModelError: there is none that works.
    """
    key = f"{task.name}-models" if several else f"{task.name}-model"
    found = {one.name: one for one in _offered(task, key, MAX_COMPARED if several else 1)}
    names = list(found)
    if several:
        chosen = st.multiselect(
            _("Models"),
            names,
            names[:MAX_COMPARED],
            max_selections=MAX_COMPARED,
            key=key,
            bind="query-params",
        )
        return [found[name] for name in chosen]
    name = st.selectbox(
        _("Model"), names, key=key, bind="query-params", label_visibility="collapsed"
    )
    return [found[name]]


def _offered(task: Task, key: str, shown_first: int) -> list[ModelDirectory]:
    """The models to choose from; where a wanted one is broken, a message says why it is not there.

    What is about to be shown is checked at once: the wanted ones, or else the first. Of the others
    it is enough that they are not known to be broken.

    Args:
        key: of the widget, which names the wanted ones: in an address at first, then in its state.
        shown_first: how many are shown where none is wanted.
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
    missing = 0 if any(check.passed for check in checked.values()) else shown_first
    offered: list[ModelDirectory] = []
    for model in models:
        if len(offered) < missing and not services.check_now(model).passed:
            continue
        if not services.has_failed(model):
            offered.append(model)
    if not offered:
        failed = [services.is_broken(one.name, services.check_now(one).message) for one in models]
        raise ModelError(services.none_works(task.name, failed))
    return offered


def ordered_models(task: Task) -> list[ModelDirectory]:
    """The record model first, then the LSTM that others are compared with; baselines come last.

    Raises:
        ModelError: there is none that works.
    """
    return sorted(services.working_models(task.name), key=_place)


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
