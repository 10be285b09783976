// The catalogue while a code is typed: a combobox whose list stands below the field; what follows from the code is
// filled in (ICF-2). One list serves all cells; nothing is asked before somebody pauses.
import { enter, fieldAt, fieldsOf } from "./lines/rows.js";
import { say } from "./lines/say.js";
import { word } from "./lines/words.js";

const WAIT = 150;
const IS = "[data-material]";
const list = document.createElement("ul");
list.className = "suggestions";
list.id = "material-list";
list.setAttribute("role", "listbox");
let timer;
let asking;

document.addEventListener("DOMContentLoaded", () => {
  for (const input of document.querySelectorAll(IS)) prepare(input);
  for (const line of document.querySelectorAll("template[data-line]")) line.content.querySelectorAll(IS).forEach(prepare);
});

function prepare(input) {
  const marks = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id };
  for (const [name, value] of Object.entries(marks)) input.setAttribute(name, value);
}

document.addEventListener("input", (event) => {
  if (!event.target.matches?.(IS) || event.isComposing) return;
  clearTimeout(timer);
  timer = setTimeout(() => suggest(event.target), WAIT);
});

document.addEventListener("compositionend", (event) => {
  if (event.target.matches?.(IS)) suggest(event.target);
});

document.addEventListener("keydown", (event) => {
  const input = event.target;
  if (!input.matches?.(IS) || event.isComposing || !open(input)) return;
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") move(input, event.key === "ArrowDown" ? 1 : -1);
  else if (event.key === "Enter" && current()) take(input, current());
  else if (event.key === "Escape") close(input);
  else return;
  event.preventDefault();
});

document.addEventListener("focusout", (event) => {
  if (!event.target.matches?.(IS)) return;
  clearTimeout(timer);
  close(event.target);
});

const open = (input) => list.parentElement === input.parentElement;
const current = () => list.querySelector("[aria-selected=true]");

async function suggest(input) {
  const text = input.value.trim();
  asking?.abort();
  if (!text) return close(input);
  asking = new AbortController();
  const query = new URLSearchParams({ q: text, kind: input.dataset.material });
  try {
    const answer = await fetch(`/materials?${query}`, { credentials: "same-origin", signal: asking.signal });
    if (!answer.ok) throw new Error(answer.status);
    const { items } = await answer.json();
    return document.activeElement === input ? show(input, items) : undefined;
  } catch (fault) {
    if (fault.name !== "AbortError") say(word("failed"));
    return close(input);
  }
}

function show(input, items) {
  close(input);
  say(items.length ? word("found", items.length) : word("none"));
  if (!items.length) return;
  list.replaceChildren(...items.map((item, place) => option(input, item, place)));
  input.setAttribute("aria-expanded", "true");
  input.parentElement.append(list);
}

function option(input, item, place) {
  const line = document.createElement("li");
  line.id = `${list.id}-${place}`;
  line.setAttribute("role", "option");
  line.setAttribute("aria-selected", "false");
  line.item = item;
  const code = document.createElement("strong");
  code.textContent = item.code;
  const detail = document.createElement("span");
  detail.textContent = [item.specification, item.model, item.unit, item.other].filter(Boolean).join(" · ");
  line.append(code, " ", item.name, " ", detail);
  line.addEventListener("pointerdown", (event) => event.preventDefault());
  line.addEventListener("click", () => take(input, line));
  return line;
}

function move(input, by) {
  const lines = [...list.children];
  const at = lines.indexOf(current());
  const next = lines[at < 0 ? (by > 0 ? 0 : lines.length - 1) : (at + by + lines.length) % lines.length];
  current()?.setAttribute("aria-selected", "false");
  next.setAttribute("aria-selected", "true");
  next.scrollIntoView({ block: "nearest" });
  input.setAttribute("aria-activedescendant", next.id);
}

function take(input, line) {
  const row = input.closest("tr");
  input.value = line.item.code;
  const { kind: _kind, other: _other, ...follows } = line.item;
  for (const [name, value] of Object.entries(follows)) {
    const cell = fieldAt(row, name);
    if (cell && cell !== input) cell.value = value || "";
  }
  close(input);
  input.dispatchEvent(new Event("change", { bubbles: true }));
  say(word("taken", line.item.name));
  enter(fieldsOf(row).find((field) => field !== input && !field.value));
}

function close(input) {
  list.remove();
  input.setAttribute("aria-expanded", "false");
  input.removeAttribute("aria-activedescendant");
}
