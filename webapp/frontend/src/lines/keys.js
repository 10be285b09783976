// From cell to cell by keyboard, and lines copied, moved and removed. Nothing is sent by accident: Enter goes down.
import { leap } from "./faults.js";
import { addLine, blank, columnOf, copyLine, dropLine, enter, fieldAt, grows, listOf, moveLine } from "./rows.js";
import { say } from "./say.js";
import { word } from "./words.js";

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing || event.keyCode === 229) return;
  const done = event.key === "F8" ? leap(event.shiftKey ? -1 : 1) : inCell(event);
  if (done) event.preventDefault();
});

function inCell(event) {
  const field = event.target;
  const row = field.matches?.("input, select") && field.closest("[data-rows] > tr");
  if (!row) return false;
  if (event.altKey) return byAlt(event, row, field);
  if (event.ctrlKey || event.metaKey) return event.key.toLowerCase() === "d" && go(copyLine(row), field);
  if (event.key === "Enter") return event.shiftKey ? step(row, field, -1) : down(row, field);
  if (!field.matches("select, [type=date]") && event.key === "ArrowDown") return step(row, field, 1);
  if (!field.matches("select, [type=date]") && event.key === "ArrowUp") return step(row, field, -1);
  return false;
}

function byAlt(event, row, field) {
  if (event.key === "ArrowUp") return go(moveLine(row, -1), field);
  if (event.key === "ArrowDown" && !field.matches("select")) return go(moveLine(row, 1), field);
  if (event.key === "Delete") return go(dropLine(row), field);
  return false;
}

function go(row, field) {
  if (row) enter(fieldAt(row, columnOf(field)));
  return true;
}

function step(row, field, by) {
  return go(by < 0 ? row.previousElementSibling : row.nextElementSibling, field);
}

// Enter in the last line adds one, unless that line is still empty.
function down(row, field) {
  const list = listOf(row);
  if (row.nextElementSibling || !grows(list)) return step(row, field, 1);
  if (!blank(row)) return go(addLine(list), field);
  say(word("empty"));
  return true;
}
