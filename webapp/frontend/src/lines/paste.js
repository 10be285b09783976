// Rows of a spreadsheet pasted into a cell: the server reads them as it reads files, the answer goes into the cells from
// there rightwards and downwards. What was not taken is told below the list, and all of it can be undone.
import { bodyOf, columnOf, count, enter, fieldAt, fieldsOf, grows, listOf, newRow, renumber } from "./rows.js";
import { word } from "./words.js";

document.addEventListener("paste", (event) => {
  const field = event.target.closest?.("[data-rows] input, [data-rows] select");
  const text = event.clipboardData?.getData("text/plain") || "";
  if (!field || !/[\t\r\n]/.test(text.replace(/(\r\n|\n|\r)$/, ""))) return;
  event.preventDefault();
  paste(field, text);
});

async function paste(field, text) {
  const list = listOf(field);
  const row = field.closest("tr");
  const form = list.closest("form");
  const body = new FormData();
  const asked = { _list: list.dataset.lines, _column: columnOf(field), _text: text, csrf_token: form.elements.csrf_token.value };
  for (const [name, value] of Object.entries(asked)) body.append(name, value);
  body.append("_room", room(list, row));
  tell(list, [word("pasting")]);
  try {
    const answer = await fetch(form.dataset.linesUrl, { method: "POST", body, credentials: "same-origin" });
    const read = await answer.json();
    if (!answer.ok) return tell(list, [read.message || word("unread")], true);
    const undo = fill(list, row, read.rows);
    tell(list, [read.told, ...read.notes], read.notes.length > 0, undo);
    return enter(field);
  } catch {
    return tell(list, [word("unread")], true);
  }
}

// How many rows there is room for, from this line on.
function room(list, row) {
  const rows = bodyOf(list).rows.length;
  return (grows(list) ? Number(list.dataset.max) : rows) - row.sectionRowIndex;
}

// Puts the values into the cells, with new lines as needed; returns what takes it all back.
function fill(list, row, read) {
  const body = bodyOf(list);
  const first = row.sectionRowIndex;
  const before = body.rows.length;
  const kept = [];
  while (grows(list) && body.rows.length < first + 1 + Math.max(-1, ...read.map((one) => one.at))) body.append(newRow(list));
  if (body.rows.length > before) renumber(list, body.rows[before]);
  for (const { at, values } of read) {
    for (const field of body.rows[first + at] ? fieldsOf(body.rows[first + at]) : []) {
      const value = values[columnOf(field)];
      if (value === undefined) continue;
      kept.push([field, field.type === "checkbox" ? field.checked : field.value]);
      set(field, value);
    }
  }
  count(list);
  return () => {
    for (const [field, value] of kept.reverse()) set(field, value);
    while (body.rows.length > before) body.rows[body.rows.length - 1].remove();
    count(list);
  };
}

function set(field, value) {
  if (field.type === "checkbox") field.checked = value === true || value === "true";
  else if (value !== "" || !field.matches("select")) field.value = value;
}

function tell(list, sentences, wrong = false, undo = null) {
  const place = list.querySelector("[data-told]");
  const lines = sentences.slice(0, 100).map((sentence) => {
    const line = document.createElement("p");
    line.textContent = sentence;
    return line;
  });
  if (sentences.length > 100) lines.push("…");
  place.classList.toggle("lines-told-wrong", wrong);
  place.replaceChildren(...lines);
  if (undo) place.append(button(list, undo));
}

function button(list, undo) {
  const made = document.createElement("button");
  Object.assign(made, { type: "button", className: "btn btn-sm btn-outline-secondary", textContent: word("undo") });
  made.addEventListener("click", () => {
    undo();
    tell(list, [word("undone")]);
    list.focus();
  });
  return made;
}
