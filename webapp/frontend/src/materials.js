// The catalogue while a code is typed: suggestions below the field, and what follows from the code filled in (ICF-2).
const FOLLOWS = ["name", "specification", "model", "unit"];
const WAIT = 200;
let timer;
let asked = 0;

document.addEventListener("input", (event) => {
  const input = event.target;
  if (!input.matches?.("[data-material]") || event.isComposing) return;
  clearTimeout(timer);
  timer = setTimeout(() => suggest(input), WAIT);
});

document.addEventListener("compositionend", (event) => {
  if (event.target.matches?.("[data-material]")) suggest(event.target);
});

document.addEventListener("keydown", (event) => {
  const list = event.target.matches?.("[data-material]") && listOf(event.target);
  if (!list) return;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") move(list, event.key === "ArrowDown" ? 1 : -1);
  else if (event.key === "Enter" && current(list)) take(event.target, current(list));
  else if (event.key === "Escape") close(event.target);
  else return;
  event.preventDefault();
});

document.addEventListener("focusout", (event) => {
  if (event.target.matches?.("[data-material]")) setTimeout(() => close(event.target), 150);
});

const listOf = (input) => input.parentElement.querySelector(".suggestions");
const current = (list) => list.querySelector("[aria-selected=true]");

async function suggest(input) {
  const text = input.value.trim();
  if (!text) return close(input);
  const mine = ++asked;
  const query = new URLSearchParams({ q: text, kind: input.dataset.material });
  const answer = await fetch(`/materials?${query}`, { credentials: "same-origin" });
  if (!answer.ok || mine !== asked || document.activeElement !== input) return undefined;
  return show(input, (await answer.json()).items);
}

function show(input, items) {
  close(input);
  if (!items.length) return;
  const list = document.createElement("ul");
  list.className = "suggestions";
  list.id = `${input.id}-list`;
  list.setAttribute("role", "listbox");
  items.forEach((item, place) => list.append(option(input, item, place)));
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-expanded", "true");
  input.setAttribute("aria-controls", list.id);
  input.parentElement.append(list);
}

function option(input, item, place) {
  const line = document.createElement("li");
  line.id = `${input.id}-${place}`;
  line.setAttribute("role", "option");
  line.item = item;
  const code = document.createElement("strong");
  code.textContent = item.code;
  const detail = document.createElement("span");
  detail.textContent = [item.specification, item.model, item.unit].filter(Boolean).join(" · ");
  line.append(code, item.name, detail);
  line.addEventListener("mousedown", (event) => {
    event.preventDefault();
    take(input, line);
  });
  return line;
}

function move(list, by) {
  const lines = [...list.children];
  const next = lines[(lines.indexOf(current(list)) + by + lines.length) % lines.length];
  current(list)?.removeAttribute("aria-selected");
  next.setAttribute("aria-selected", "true");
  next.scrollIntoView({ block: "nearest" });
  list.parentElement.querySelector("[data-material]").setAttribute("aria-activedescendant", next.id);
}

function take(input, line) {
  const row = input.closest("tr");
  input.value = line.item.code;
  for (const name of FOLLOWS) {
    const cell = row.querySelector(`[name$=".${name}"]`);
    if (cell) cell.value = line.item[name] || "";
  }
  close(input);
  row.querySelector('[name$=".quantity"]')?.focus();
}

function close(input) {
  listOf(input)?.remove();
  input.setAttribute("aria-expanded", "false");
  input.removeAttribute("aria-activedescendant");
}
