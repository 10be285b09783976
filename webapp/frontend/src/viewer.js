// The live diagram: shows every [data-diagram] of the page with the path taken so far.
//
//   <div data-diagram data-diagram-url="/…/process.bpmn" data-diagram-process="internal_contact"
//        data-diagram-label="what screen readers say of the drawing"
//        data-diagram-label="what a screen reader says of the drawing"
//        data-diagram-state='{"passed": [ids], "done": [ids], "open": [ids], "late": [ids],
//                             "labels": {id: name}, "overlays": [{"element": id, "text": "…", "kind": "open"}]}'></div>
//
// passed: flows and events on the way taken; done: steps finished; open: steps now open; late: open ones past their time.
// Ids that the diagram does not have are left out. A click on a step sends "diagram:element" {id} up the page.
import { showDiagram } from "./viewer/diagram.js";

function showAll(root) {
  for (const place of root.querySelectorAll("[data-diagram]:not([data-diagram-shown])")) {
    place.dataset.diagramShown = "";
    showDiagram(place);
  }
}

function start() {
  showAll(document);
  document.body.addEventListener("htmx:load", (event) => showAll(event.target));
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
else start();
