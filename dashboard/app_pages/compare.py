"""The same input through several models, side by side, and their scores on the same test set."""

import streamlit as st

from dashboard import services
from dashboard.messages import problems_as_messages
from dashboard.views.captioning import show_writing
from dashboard.views.choices import choose_models, write_text
from dashboard.views.compared import show_compared
from dashboard.views.disagreements import show_disagreements
from dashboard.views.figure import offer_json
from dashboard.views.metrics import show_metrics, show_verdicts
from dashboard.views.pictures import choose_picture, in_link, show_human_captions
from dashboard.views.sentiment import show_answer, show_reading
from dashboard.views.trust import show_gradients
from pipelines.generation.strategies import Constraints
from pipelines.models.directory import ModelDirectory, Task


def compare_sentiment(models: list[ModelDirectory]) -> None:
    """One text, read by all models in step; those without steps answer at once."""
    text = write_text()
    traces, answers = {}, {}
    for model in models:
        with problems_as_messages():
            if model.has_steps:
                traces[model.name] = services.trace(model.name, text)
                answers[model.name] = traces[model.name].result
            else:
                answers[model.name] = services.answer(model.name, text)
    if traces:
        show_reading(traces)
    for name, answer in answers.items():
        show_answer(answer, name)
    if traces:
        offer_json("Traces as JSON", traces, "traces")


def compare_captioning(models: list[ModelDirectory]) -> None:
    """One photo, put into words by all models in step, each by its own beam."""
    with problems_as_messages():
        picture = choose_picture()
        if picture is None:
            return
        # Whether it can be used is said before anything else.
        services.preview(picture.data, picture.name)
        captions = {}
        for model in models:
            with problems_as_messages():
                captions[model.name] = services.caption(model.name, picture.data, None)
        if captions:
            show_writing(captions, picture, Constraints(), in_link=in_link())
            offer_json("Steps as JSON", captions, "captions")
        show_human_captions(picture.captions)


st.title("The same input, side by side")
shows: dict[str, Task] = {"Sentiment": "sentiment", "Captioning": "captioning"}
left, right = st.columns([1, 3])
with left:
    show = st.segmented_control(
        "Show",
        list(shows),
        default="Sentiment",
        required=True,
        key="show",
        bind="query-params",
    )
task = shows[show or "Sentiment"]
with right:
    models = choose_models(task, several=True)
if not models:
    st.info("Choose at least one model.", icon=":material/info:")
else:
    (compare_sentiment if task == "sentiment" else compare_captioning)(models)
    st.header("On the same test set")
    show_metrics(models, task)
    show_verdicts(models, task)
    show_compared(models, task)
    if task == "sentiment":
        show_gradients(models)
    with problems_as_messages():
        show_disagreements(models, task)
