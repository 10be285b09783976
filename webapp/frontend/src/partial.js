// Partial updates by htmx, morphed so that focus and half-typed Chinese survive. Bound by our Content-Security-Policy:
// nothing is evaluated, no style element is added, no other host is asked, no page is kept in the browser's storage.
import htmx from "htmx.org";
import { Idiomorph } from "idiomorph";

Object.assign(htmx.config, {
  allowEval: false,
  allowScriptTags: false,
  historyCacheSize: 0,
  historyEnabled: false,
  includeIndicatorStyles: false,
  refreshOnHistoryMiss: true,
  selfRequestsOnly: true,
  // A refused form (409, 413, 422, 429) comes back as a page part with the faults at its fields: show it.
  responseHandling: [
    { code: "204", swap: false },
    { code: "[23]..", swap: true },
    { code: "(403|404|409|413|422|429)", swap: true, error: false },
    { code: "...", swap: false, error: true },
  ],
});

htmx.defineExtension("morph", {
  isInlineSwap: (style) => style.startsWith("morph"),
  handleSwap(style, target, fragment) {
    if (style === "morph" || style === "morph:outerHTML") return Idiomorph.morph(target, fragment.children);
    if (style === "morph:innerHTML") return Idiomorph.morph(target, fragment.children, { morphStyle: "innerHTML" });
    return undefined;
  },
});

window.htmx = htmx;
