// Bootstrap's behaviours that the pages use (they start themselves from data-bs-* attributes) and htmx.
import "bootstrap/js/dist/alert.js";
import "bootstrap/js/dist/collapse.js";
import "bootstrap/js/dist/dropdown.js";
import "bootstrap/js/dist/modal.js";
import "bootstrap/js/dist/offcanvas.js";
import "bootstrap/js/dist/tab.js";
import "./partial.js";
