"""A text as coloured tokens. A component that takes data: user text never becomes markup."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import streamlit as st

from dashboard.chart_style import NEGATIVE, POSITIVE
from pipelines.sentiment.results import SentimentTrace

MAX_TOKENS = 3_000  # More would make a browser slow; the page says how many it leaves out.

_CSS = f"""
.ribbon {{
  font-family: var(--st-font); font-size: 1.12rem; line-height: 2; color: var(--st-text-color);
  white-space: pre-wrap; overflow-wrap: anywhere; max-height: 19rem; overflow-y: auto;
}}
.token {{ padding: .12em .1em; border-radius: .25em; cursor: pointer; }}
.token.positive {{ background: color-mix(in srgb, {POSITIVE} var(--strength), transparent); }}
.token.negative {{ background: color-mix(in srgb, {NEGATIVE} var(--strength), transparent); }}
.token.unknown {{ text-decoration: underline dotted; text-underline-offset: .3em; }}
.token.unread {{ background: none; opacity: .65; }}
.token.current {{ outline: 2px solid var(--st-text-color); }}
.between {{ opacity: .65; }}
"""

_JS = """
export default function ({ parentElement, data, setTriggerValue }) {
  const ribbon = parentElement.querySelector(".ribbon");
  const pieces = document.createDocumentFragment();
  const append_between = (text) => {
    const between = document.createElement("span");
    between.className = "between";
    between.textContent = text;
    pieces.append(between);
  };
  data.tokens.forEach(([before, spelling, positive, known], index) => {
    if (before) append_between(before);
    const token = document.createElement("span");
    const asked = positive !== null;
    token.className = "token";
    if (asked) token.classList.add(positive >= 0.5 ? "positive" : "negative");
    token.classList.toggle("unknown", !known);
    token.classList.toggle("unread", index > data.step);
    token.classList.toggle("current", index === data.step);
    token.style.setProperty("--strength", Math.round(Math.abs(positive - 0.5) * 130) + "%");
    token.textContent = spelling;
    const so_far = asked ? `so far ${Math.round(positive * 100)} % positive` : "not asked here";
    token.title = known ? so_far : `${so_far}, unknown word`;
    token.onclick = () => setTriggerValue("chosen", index);
    pieces.append(token);
  });
  append_between(data.after);
  ribbon.replaceChildren(pieces);
}
"""

_component = st.components.v2.component(
    "unrolled_token_ribbon", html='<div class="ribbon"></div>', css=_CSS, js=_JS
)


def token_ribbon(trace: SentimentTrace, step: int, key: str, on_choose: Callable[[], None]) -> None:
    """Draw the text of ``trace`` in its original spelling, coloured by the answer so far.

    Args:
        step: index of the current token; later ones are pale.
        key: of the element; ``st.session_state[key].chosen`` is the token that was clicked.
        on_choose: called after a click.
    """
    shown = trace.tokens[:MAX_TOKENS]
    ends = [0, *(token.end for token in shown)]
    tokens = [
        (
            trace.text[ends[index] : token.start],
            trace.text[token.start : token.end],
            _positive(float(trace.probabilities[index])),
            trace.known[index],
        )
        for index, token in enumerate(shown)
    ]
    after = trace.text[ends[-1] :] if len(shown) == len(trace.tokens) else " …"
    data = {"tokens": tokens, "after": after, "step": step}
    _component(key=key, data=data, on_chosen_change=on_choose)
    if len(trace.tokens) > MAX_TOKENS:
        left_out = len(trace.tokens) - MAX_TOKENS
        st.caption(f"All words were read; the last {left_out:,} are not drawn here.")


def _positive(probability: float) -> float | None:
    """JSON has no NaN, which says that a model was not asked here."""
    return None if np.isnan(probability) else round(probability, 3)
