"""The same input through several models, side by side, and their scores on the same test set."""

import streamlit as st

from dashboard import services
from dashboard.charts import opinion_curve
from dashboard.messages import plain, problems_as_messages
from dashboard.views.captioning import show_caption
from dashboard.views.choices import choose_models, write_text
from dashboard.views.metrics import show_metrics, show_verdicts
from dashboard.views.pictures import choose_picture, show_picture
from dashboard.views.sentiment import show_answer
from dashboard.views.trust import show_gradients
from pipelines.model_directory import ModelDirectory, Task


def compare_sentiment(models: list[ModelDirectory]) -> None:
    """One text, an answer and a curve a model."""
    text = write_text()
    curves = {}
    for column, model in zip(st.columns(len(models)), models, strict=True):
        with column, problems_as_messages():
            st.markdown(f"**{plain(model.name)}**")
            if not model.has_steps:
                show_answer(services.answer(model.name, text))
                st.caption("takes the text at once, without steps")
                continue
            trace = services.trace(model.name, text)
            show_answer(trace.result)
            if not trace.backward_layers:
                curves[model.name] = trace.probabilities
    if curves:
        st.altair_chart(
            opinion_curve(curves, models=[model.name for model in models]),
            alt="Probability of a positive text so far, after every word, one line a model.",
        )


def compare_captioning(models: list[ModelDirectory]) -> None:
    """One photo, a caption a model, each by its own beam."""
    picture = choose_picture()
    left, right = st.columns([2, 3], gap="large")
    with left:
        usable = picture is not None and show_picture(picture)
    with right:
        if picture is None or not usable:
            return
        for model in models:
            with problems_as_messages():
                st.markdown(f"**{plain(model.name)}**")
                show_caption(services.caption(model.name, picture.data, None))


st.title("The same input, side by side")
shows: dict[str, Task] = {"Sentiment": "sentiment", "Captioning": "captioning"}
left, right = st.columns([1, 3])
with left:
    show = st.segmented_control(
        "Show",
        list(shows),
        default="Sentiment",
        required=True,
        key="compared-show",
        persist_state="session",
    )
task = shows[show or "Sentiment"]
with right:
    models = choose_models(task, several=True)
if not models:
    st.info("Choose at least one model.", icon=":material/info:")
else:
    (compare_sentiment if task == "sentiment" else compare_captioning)(models)
    st.subheader("On the same test set")
    show_metrics(models, task)
    show_verdicts(models, task)
    if task == "sentiment":
        show_gradients(models)
