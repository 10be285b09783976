// Lists of lines: a line more or less without asking the server.
document.addEventListener("DOMContentLoaded", () => {
  for (const button of document.querySelectorAll("[data-add]")) button.querySelector("span").textContent = button.dataset.addLabel;
});

document.addEventListener("click", (event) => {
  const add = event.target.closest("[data-add]");
  const drop = event.target.closest("[data-drop]");
  if (!add && !drop) return;
  event.preventDefault();
  if (add) addLine(add.closest("[data-lines]"));
  else dropLine(drop.closest("tr"));
});

function addLine(list) {
  const body = list.querySelector("[data-rows]");
  const rows = [...body.rows];
  const next = Math.max(-1, ...rows.map((row) => Number(row.dataset.index))) + 1;
  const row = renumber(rows.at(-1).cloneNode(true), next);
  row.hidden = false;
  body.append(row);
  count(list);
  row.querySelector("input:not([type=hidden])")?.focus();
}

// A line like the last one, empty, its choices as they come first.
function renumber(row, index) {
  const old = row.dataset.index;
  row.dataset.index = String(index);
  for (const element of row.querySelectorAll("[name], [id], [for], [value]")) {
    for (const mark of ["name", "id", "for", "aria-describedby"]) {
      const value = element.getAttribute(mark);
      if (value) element.setAttribute(mark, value.replace(new RegExp(`([.-])${old}([.-])`), `$1${index}$2`));
    }
  }
  for (const input of row.querySelectorAll("input")) input.value = "";
  for (const bad of row.querySelectorAll(".is-invalid")) bad.classList.remove("is-invalid");
  for (const bad of row.querySelectorAll("[aria-invalid]")) bad.removeAttribute("aria-invalid");
  for (const fault of row.querySelectorAll(".fault, .suggestions")) fault.remove();
  const drop = row.querySelector("[data-drop]");
  if (drop) drop.value = drop.value.replace(/\.\d+$/, `.${index}`);
  return row;
}

// The last line stays as an empty one, so that there is always one to copy.
function dropLine(row) {
  const list = row.closest("[data-lines]");
  list.closest("form").dataset.typed = "yes";
  if (row.parentElement.rows.length > 1) row.remove();
  else renumber(row, Number(row.dataset.index) + 1);
  count(list);
  list.focus();
}

function count(list) {
  const rows = [...list.querySelectorAll("[data-rows] tr")];
  rows.forEach((row, place) => {
    row.querySelector(".cell-index").firstChild.textContent = String(place + 1);
  });
  list.querySelector("[data-count]").textContent = rows.length > 1 ? String(rows.length) : "";
}
