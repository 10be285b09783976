// The way taken: classes for the stylesheet, and colours that bpmn-js draws itself so that arrow heads match.
import { getDi } from "bpmn-js/lib/util/ModelUtil";

const COLOURED = ["passed", "done", "open", "late"]; // a later one wins

const LETTER = 6.5; // pixels of a letter in bpmn-js's names

export function colour(viewer, place, state) {
  const registry = viewer.get("elementRegistry");
  const canvas = viewer.get("canvas");
  const style = getComputedStyle(place);
  for (const kind of COLOURED) {
    for (const element of present(registry, state[kind])) {
      canvas.addMarker(element, `is-${kind}`);
      paint(viewer, element, style.getPropertyValue(`--diagram-${kind}`), style.getPropertyValue(`--diagram-${kind}-fill`));
    }
  }
}

function present(registry, ids) {
  return ids.map((id) => registry.get(id)).filter(Boolean);
}

function paint(viewer, element, stroke, fill) {
  const di = getDi(element);
  di.set("color:border-color", stroke.trim());
  if (!element.waypoints) di.set("color:background-color", fill.trim());
  const gfx = viewer.get("elementRegistry").getGraphics(element);
  viewer.get("graphicsFactory").update(element.waypoints ? "connection" : "shape", element, gfx);
}

// Notes stand above their step: below it they would hide the boundary events.
export function addNotes(viewer, notes) {
  const overlays = viewer.get("overlays");
  const registry = viewer.get("elementRegistry");
  for (const { element, text, kind = "open" } of notes) {
    if (!registry.get(element)) continue;
    const html = document.createElement("div");
    html.className = `diagram-note is-${kind}`;
    html.textContent = text;
    html.title = text;
    overlays.add(element, { position: { top: -22, left: 0 }, show: { minZoom: 0.3 }, html });
  }
}

// Names in the reader's language, as the server gives them, before anything is drawn.
export function rename(definitions, labels) {
  const visit = (element) => {
    if (labels[element.id]) element.name = labels[element.id];
    for (const list of ["rootElements", "flowElements", "laneSets", "lanes", "participants"]) {
      (element[list] || []).forEach(visit);
    }
  };
  visit(definitions);
  for (const diagram of definitions.diagrams) diagram.plane.planeElement.forEach(widen);
}

// A name beside its element (of a gateway, an event, a flow) gets the room that its longest word needs.
function widen({ bpmnElement, label }) {
  const longest = Math.max(0, ...(bpmnElement?.name || "").split(/\s+/).map((word) => (/^[\x20-\x7e]*$/.test(word) ? word.length : 0)));
  const more = longest * LETTER - (label?.bounds?.width ?? Infinity);
  if (more <= 0) return;
  label.bounds.width += more;
  label.bounds.x -= more / 2;
}
