// A small copy of a stage, which is told where it stands.

class Mirror extends Player {
  constructor(box) {
    const root = box.attachShadow({ mode: "open" });
    const made = document.createRange().createContextualFragment(SOURCES.html);
    made.querySelector(".player").classList.add("small", "mirrored");
    root.append(element("style", "", SOURCES.css), made);
    super(root);
    this.box = box;
  }

  // A show as its player gets it, or none.
  put(packed) {
    this.box.hidden = !packed;
    if (packed) this.show(unpacked(packed), () => {});
  }

  start() {
    this.go(0);
  }
}
