// The buttons over a list: they act on the line that was entered last, or whose number is typed.
import { addLine, bodyOf, copyLine, dropLine, enter, fieldIn, listOf, moveLine, place } from "./rows.js";

const MOVES = { copy: copyLine, up: (row) => moveLine(row, -1), down: (row) => moveLine(row, 1), drop: dropLine };
const first = (row) => fieldIn(row.querySelector(".cell"));

document.addEventListener("DOMContentLoaded", () => {
  for (const button of document.querySelectorAll("[data-add]")) button.querySelector("span").textContent = button.dataset.addLabel;
});

document.addEventListener("focusin", (event) => {
  const row = event.target.closest?.("[data-rows] > tr");
  const number = row && listOf(row)?.querySelector("[data-line-number]");
  if (number) number.value = place(row);
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !event.target.matches?.("[data-line-number]")) return;
  event.preventDefault();
  const row = chosen(listOf(event.target));
  if (row) enter(first(row));
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-add], [data-drop], [data-move]");
  if (!button) return;
  event.preventDefault();
  const list = listOf(button);
  if (button.matches("[data-add]")) return entered(addLine(list));
  if (button.matches("[data-drop]")) return entered(dropLine(button.closest("tr")));
  const row = chosen(list);
  const after = row && MOVES[button.dataset.move](row);
  if (after) list.querySelector("[data-line-number]").value = place(after);
});

const chosen = (list) => bodyOf(list).rows[Number(list.querySelector("[data-line-number]").value) - 1];

function entered(row) {
  if (row) enter(first(row));
}
