// One diagram in its place: read, draw, colour, fit.
import NavigatedViewer from "bpmn-js/lib/NavigatedViewer";
import { addNotes, colour, rename } from "./path.js";
import { addControls } from "./controls.js";
import { firstView, keepFitting } from "./fit.js";
import { words } from "./words.js";

export async function showDiagram(place) {
  const canvas = document.createElement("div");
  canvas.className = "diagram-canvas";
  place.classList.add("diagram");
  place.replaceChildren(canvas);
  try {
    const state = readState(place);
    const viewer = new NavigatedViewer({ container: canvas });
    await open(viewer, await fetchXml(place.dataset.diagramUrl), place.dataset.diagramProcess, state);
    decorate(place, viewer, state);
  } catch (fault) {
    console.error(fault);
    refuse(place);
  }
}

function readState(place) {
  const given = JSON.parse(place.dataset.diagramState || "{}");
  return { passed: [], done: [], open: [], late: [], labels: {}, overlays: [], ...given };
}

async function fetchXml(url) {
  const answer = await fetch(url, { credentials: "same-origin" });
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return answer.text();
}

async function open(viewer, xml, process, state) {
  const { rootElement: definitions } = await viewer.get("moddle").fromXML(xml);
  rename(definitions, state.labels);
  await viewer.importDefinitions(definitions, pick(definitions.diagrams, process));
}

// A file may hold several processes, each with a diagram of its own: one for each call level.
function pick(diagrams, process) {
  if (!process) return diagrams[0];
  const shown = (diagram) => {
    const root = diagram.plane.bpmnElement;
    return root.id === process || (root.participants || []).some((each) => each.processRef?.id === process);
  };
  return diagrams.find(shown) || diagrams[0];
}

function decorate(place, viewer, state) {
  colour(viewer, place, state);
  addNotes(viewer, state.overlays);
  addControls(place, viewer);
  firstView(viewer, state.open);
  keepFitting(place, viewer, state.open);
  name(place);
  viewer.on("element.click", ({ element }) =>
    place.dispatchEvent(new CustomEvent("diagram:element", { bubbles: true, detail: { id: element.id } })),
  );
  place.dataset.diagramReady = "";
}

// One picture for screen readers: its labels tell nothing in their order; the page tells the way as a list.
function name(place) {
  const drawing = place.querySelector(".djs-container svg");
  drawing.setAttribute("role", "img");
  if (place.dataset.diagramLabel) drawing.setAttribute("aria-label", place.dataset.diagramLabel);
}

function refuse(place) {
  const note = document.createElement("p");
  note.className = "diagram-fault";
  note.setAttribute("role", "alert");
  note.textContent = words().fault;
  place.replaceChildren(note);
}
