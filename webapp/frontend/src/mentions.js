// @ in a comment: people who may read the request are offered below it; in a field of names, everybody without an @.
// By sign-in or name it works without script too.
const NAMES = /(^|[,，、;；])\s*([^,，、;；]{1,40})$/u;
const BEGUN = /(^|[^\w.@-])@([\p{L}\p{N}._-]{0,40})$/u;
const WAIT = 150;
let timer;
let asked = 0;

const of = (area) => area.parentElement.querySelector(".suggestions");
const current = (list) => list.querySelector("[aria-selected=true]");
const begun = (area) => area.value.slice(0, area.selectionStart).match("names" in area.dataset ? NAMES : BEGUN);

document.addEventListener("input", (event) => {
  const area = event.target;
  if (!area.matches?.("[data-mention]") || event.isComposing) return;
  look(area);
});

document.addEventListener("compositionend", (event) => {
  if (event.target.matches?.("[data-mention]")) look(event.target);
});

document.addEventListener("focusout", (event) => {
  if (event.target.matches?.("[data-mention]")) setTimeout(() => close(event.target), 150);
});

document.addEventListener("keydown", (event) => {
  const area = event.target;
  const list = area.matches?.("[data-mention]") && !event.isComposing && of(area);
  if (!list) return;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") choose(area, list, event.key === "ArrowDown" ? 1 : -1);
  else if ((event.key === "Enter" || event.key === "Tab") && current(list)) take(area, current(list));
  else if (event.key === "Escape") close(area);
  else return;
  event.preventDefault();
});

function look(area) {
  clearTimeout(timer);
  const found = begun(area);
  if (!found) return close(area);
  timer = setTimeout(() => suggest(area, found[2]), WAIT);
  return undefined;
}

async function suggest(area, text) {
  const mine = ++asked;
  const answer = await fetch(`${area.dataset.mention}?${new URLSearchParams({ q: text })}`).catch(() => null);
  if (!answer?.ok || answer.redirected || mine !== asked || document.activeElement !== area) return;
  show(area, (await answer.json()).items);
}

function show(area, items) {
  close(area);
  if (!items.length) return;
  const list = document.createElement("ul");
  list.className = "suggestions";
  list.id = `${area.id}-people`;
  list.setAttribute("role", "listbox");
  items.forEach((item, place) => list.append(option(area, item, place)));
  area.setAttribute("role", "combobox");
  area.setAttribute("aria-autocomplete", "list");
  area.setAttribute("aria-expanded", "true");
  area.setAttribute("aria-controls", list.id);
  area.after(list);
  choose(area, list, 1);
}

function option(area, item, place) {
  const line = document.createElement("li");
  line.id = `${area.id}-person-${place}`;
  line.setAttribute("role", "option");
  line.dataset.typed = item.typed;
  const name = document.createElement("strong");
  name.textContent = item.name;
  const detail = document.createElement("span");
  detail.textContent = [item.login, item.post].filter(Boolean).join(" · ");
  line.append(name, detail);
  line.addEventListener("mousedown", (event) => {
    event.preventDefault();
    take(area, line);
  });
  return line;
}

function choose(area, list, by) {
  const lines = [...list.children];
  const at = lines.indexOf(current(list));
  const next = lines[(at + by + lines.length) % lines.length];
  current(list)?.removeAttribute("aria-selected");
  next.setAttribute("aria-selected", "true");
  next.scrollIntoView({ block: "nearest" });
  area.setAttribute("aria-activedescendant", next.id);
}

function take(area, line) {
  const [, , typed] = begun(area) || [];
  if (typed !== undefined) {
    const after = "names" in area.dataset ? ", " : " ";
    area.setRangeText(`${line.dataset.typed}${after}`, area.selectionStart - typed.length, area.selectionStart, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }
  close(area);
}

function close(area) {
  clearTimeout(timer);
  asked += 1;
  of(area)?.remove();
  if (area.hasAttribute("aria-expanded")) area.setAttribute("aria-expanded", "false");
  area.removeAttribute("aria-activedescendant");
}
