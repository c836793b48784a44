// The photo. Over it, how much each part mattered for the word, where that was asked for, and what
// the model is not to see.
function photo_frame(data, ask) {
  const [box, frame] = [element("figure", "photo"), element("div", "frame")];
  const image = element("img");
  image.draggable = false;
  image.onload = () => frame.style.setProperty("--ratio", image.naturalWidth / image.naturalHeight);
  Object.assign(image, { src: data.photo, alt: data.photo_name });
  frame.append(image);
  box.append(frame);
  const matters = data.heat ? what_matters(frame, box, data) : { draw() {} };
  if (ask) cover_of(frame, data.cover, ask);
  return { box, words: [], draw: matters.draw };
}
