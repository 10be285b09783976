// Buttons, and a wheel and fingers that leave the page's own scrolling alone.
import { fitAll } from "./fit.js";
import { words } from "./words.js";

const STEP = 1.25;
const SMALLEST = 0.2;
const LARGEST = 4;

export function addControls(place, viewer) {
  const said = words();
  const bar = document.createElement("div");
  bar.className = "diagram-controls";
  bar.append(
    button("+", said.larger, () => zoomBy(viewer, STEP)),
    button("−", said.smaller, () => zoomBy(viewer, 1 / STEP)),
    button("⤢", said.all, () => fitAll(viewer)),
  );
  place.append(bar);
  scrollThePage(place);
  zoomByFingers(place, viewer);
}

function button(sign, label, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = sign;
  made.title = label;
  made.setAttribute("aria-label", label);
  made.addEventListener("click", act);
  return made;
}

function zoomBy(viewer, factor, centre = "auto") {
  const canvas = viewer.get("canvas");
  canvas.zoom(Math.min(LARGEST, Math.max(SMALLEST, canvas.zoom() * factor)), centre);
}

// Only Ctrl (or ⌘) and the wheel zoom; the bare wheel never reaches bpmn-js.
function scrollThePage(place) {
  const leave = (event) => {
    if (!event.ctrlKey && !event.metaKey) event.stopPropagation();
  };
  place.addEventListener("wheel", leave, { capture: true, passive: true });
}

// Two fingers zoom and move; one finger scrolls the page (touch-action in the stylesheet).
function zoomByFingers(place, viewer) {
  let last = null;
  const read = ({ touches: [a, b] }) => {
    const frame = place.getBoundingClientRect();
    return {
      apart: Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY),
      x: (a.clientX + b.clientX) / 2 - frame.left,
      y: (a.clientY + b.clientY) / 2 - frame.top,
    };
  };
  place.addEventListener("touchstart", (event) => {
    last = event.touches.length === 2 ? read(event) : null;
  });
  const move = (event) => {
    if (!last || event.touches.length !== 2) return;
    event.preventDefault();
    const now = read(event);
    zoomBy(viewer, now.apart / last.apart, { x: now.x, y: now.y });
    viewer.get("canvas").scroll({ dx: now.x - last.x, dy: now.y - last.y });
    last = now;
  };
  place.addEventListener("touchmove", move, { passive: false });
  place.addEventListener("touchend", () => {
    last = null;
  });
}
