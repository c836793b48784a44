// Drawings, with what they tell; where something is asked first, they are seen at the second step.

const MODELS = 6; // Colours that a drawing may ask for.

function scene(box, data) {
  const host = box.getRootNode().host;
  const shown = element("div", "shown");
  shown.append(
    ...data.told.map((said) => element("p", "told", said)),
    ...data.pictures.map(drawing),
    ...data.noted.map((said) => element("p", "noted", said)),
  );
  box.replaceChildren(shown);

  return {
    question: () => data.asks && { ...data.asks, machine: null, from: 0, until: 0, to: 1 },
    draw(step) {
      for (let model = 0; model < MODELS; model += 1) {
        box.style.setProperty(`--model-${model}`, lane_colour(host, model));
      }
      shown.classList.toggle("covered", data.steps > 1 && step === 0);
    },
    said: (step) => (data.steps > 1 && step === 0 ? data.asks.asked : data.told.join(" ")),
    resize() {},
  };
}

// As a tree of its own, in which nothing runs.
function drawing({ svg, alt }) {
  const made = document.importNode(new DOMParser().parseFromString(svg, "image/svg+xml").documentElement, true);
  made.setAttribute("role", "img");
  made.setAttribute("aria-label", alt);
  return made;
}
