// From one line to put right to the next, over all lists of the page.
import { enter, fieldIn, listOf, place } from "./rows.js";
import { say } from "./say.js";
import { word } from "./words.js";

export function leap(by, list = document) {
  const faulty = [...list.querySelectorAll("[data-rows] .is-invalid, [data-rows] .line-faulty:not(:has(.is-invalid))")];
  if (!faulty.length) return false;
  const here = document.activeElement;
  const later = faulty.filter((one) => !one.contains(here) && follows(one, here) === by > 0);
  const next = (by > 0 ? later[0] : later.at(-1)) || (by > 0 ? faulty[0] : faulty.at(-1));
  enter(next.matches("tr") ? fieldIn(next.querySelector(".cell")) : next);
  say(word("fault", place(next.closest("tr"))));
  return true;
}

const follows = (one, here) => Boolean(here.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING);

document.addEventListener("click", (event) => {
  const jump = event.target.closest("[data-next-fault]");
  if (jump && leap(1, listOf(jump))) event.preventDefault();
});
