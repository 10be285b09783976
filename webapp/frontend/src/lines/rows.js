// The lines of a list: made from its template, copied, moved, removed. Only what comes after a change is numbered anew;
// nothing here runs while somebody types. Ids stay with their cells, names follow the place in the list.
import { say } from "./say.js";
import { word } from "./words.js";

let made = 0;

export const listOf = (element) => element.closest("[data-lines]");
export const bodyOf = (list) => list.querySelector("[data-rows]");
export const grows = (list) => list.querySelector("template[data-line]") !== null;
export const place = (row) => row.sectionRowIndex + 1;
export const fieldIn = (cell) => cell?.querySelector("input:not([type=hidden]), select");
export const fieldAt = (row, column) => row.querySelector(`[name$=".${CSS.escape(column)}"]:not([type=hidden])`);
export const columnOf = (field) => field.name.split(".").at(-1);
export const fieldsOf = (row) => [...row.cells].map(fieldIn).filter(Boolean);

export function blank(row) {
  return fieldsOf(row).every((field) => field.matches("select, [type=checkbox]") || !field.value.trim());
}

export function newRow(list) {
  const row = list.querySelector("template[data-line]").content.firstElementChild.cloneNode(true);
  made += 1;
  for (const element of row.querySelectorAll("[id], [aria-labelledby]")) mark(element, "__", `n${made}`);
  return row;
}

function mark(element, from, to) {
  for (const name of ["id", "aria-labelledby"]) {
    const value = element.getAttribute(name);
    if (value) element.setAttribute(name, value.replaceAll(`-${from}`, `-${to}`));
  }
}

export function full(list) {
  if (bodyOf(list).rows.length < Number(list.dataset.max)) return false;
  say(word("most", list.dataset.max));
  return true;
}

export function addLine(list) {
  if (full(list)) return null;
  const row = newRow(list);
  bodyOf(list).append(row);
  renumber(list, row);
  say(word("added", place(row)));
  return row;
}

export function copyLine(row) {
  const list = listOf(row);
  if (!grows(list) || full(list)) return null;
  const copy = newRow(list);
  for (const from of fieldsOf(row)) {
    const to = fieldAt(copy, columnOf(from));
    if (from.type === "checkbox") to.checked = from.checked;
    else to.value = from.value;
  }
  row.after(copy);
  renumber(list, copy);
  say(word("copied", place(copy)));
  return copy;
}

export function moveLine(row, by) {
  const list = listOf(row);
  const other = by < 0 ? row.previousElementSibling : row.nextElementSibling;
  if (!other || !grows(list)) return null;
  if (by < 0) other.before(row);
  else other.after(row);
  renumber(list, by < 0 ? row : other);
  say(word("moved", place(row)));
  return row;
}

// The last line stays as an empty one, so that there is always one to fill in.
export function dropLine(row) {
  const list = listOf(row);
  if (!grows(list)) return null;
  const number = place(row);
  const next = row.nextElementSibling || row.previousElementSibling || row.parentElement.appendChild(newRow(list));
  row.remove();
  renumber(list, bodyOf(list).rows[Math.max(0, number - 1)] || next);
  say(word("removed", number));
  return next;
}

// Numbers `row` and all lines after it by their place.
export function renumber(list, row) {
  for (let line = row; line; line = line.nextElementSibling) {
    const index = line.sectionRowIndex;
    line.cells[0].firstElementChild.textContent = String(index + 1);
    for (const field of line.querySelectorAll("[name]")) {
      if (field.name === "_drop") field.value = `${list.dataset.lines}.${index}`;
      else field.name = `${list.dataset.lines}.${index}.${columnOf(field)}`;
    }
  }
  count(list);
}

export function count(list) {
  const rows = bodyOf(list).rows.length;
  list.querySelector("[data-count]").textContent = rows > 1 ? String(rows) : "";
  list.dispatchEvent(new Event("input", { bubbles: true })); // what is kept as one types, and what guards it, hear of it
}

// Goes to a cell, its text chosen, as in a spreadsheet.
export function enter(field) {
  if (!field) return;
  field.focus();
  if (field.matches("input:not([type=checkbox])")) field.select();
}
