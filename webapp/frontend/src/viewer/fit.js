// What of the diagram is seen first: all of it, or on a small screen the open step at a size that can be read.
const READABLE = 0.5;
const LARGEST = 1.2;

export function fitAll(viewer) {
  const canvas = viewer.get("canvas");
  canvas.zoom("fit-viewport", "auto");
  if (canvas.zoom() > LARGEST) canvas.zoom(LARGEST, "auto");
}

export function firstView(viewer, openSteps) {
  const canvas = viewer.get("canvas");
  canvas.resized();
  fitAll(viewer);
  const step = openSteps.map((id) => viewer.get("elementRegistry").get(id)).find(Boolean);
  if (!step || canvas.zoom() >= READABLE) return;
  canvas.zoom(READABLE);
  const box = canvas.viewbox();
  canvas.viewbox({
    x: step.x + step.width / 2 - box.width / 2,
    y: step.y + step.height / 2 - box.height / 2,
    width: box.width,
    height: box.height,
  });
}

// A place that was hidden (a closed fold, another tab) or turned gets its view when it has its size.
export function keepFitting(place, viewer, openSteps) {
  let width = place.clientWidth;
  new ResizeObserver(() => {
    if (place.clientWidth === width || place.clientWidth === 0) return;
    width = place.clientWidth;
    firstView(viewer, openSteps);
  }).observe(place);
}
