// Pages by keyboard: j and k move in a list, Enter opens, / searches, g and a letter goes to a box, ? tells all keys.
// Who is in the way of single keys (speech input, unsteady hands) switches them off; ? then does nothing either, the
// sheet opens by its button.
const PAUSE = 1500; // milliseconds in which the letter after g must come
const OFF = "keys-off";
const FIELDS = "input, textarea, select, [contenteditable]";
const sheet = () => document.querySelector("#keys");
let waiting = 0;

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return;
  if (event.target.matches?.(FIELDS) || document.querySelector("dialog[open]") || isOff()) return;
  if (pressed(event.key)) event.preventDefault();
});

document.addEventListener("click", (event) => {
  const place = event.target;
  if (place.closest?.("[data-keys-open]")) open();
  if (place === sheet() || (place.closest?.("#keys") && place.closest("[data-close]"))) sheet().close();
});

document.addEventListener("change", (event) => {
  if (event.target.matches?.("[data-keys-on]")) remember(!event.target.checked);
});

function pressed(key) {
  const goes = Date.now() - waiting < PAUSE;
  waiting = key === "g" && !goes ? Date.now() : 0;
  if (goes) return go(key);
  if (key === "j" || key === "k") return step(key === "j" ? 1 : -1);
  if (key === "/") return search();
  return (key === "?" || key === "？") && open();
}

function go(key) {
  const link = [...document.querySelectorAll("#keys [data-go]")].find((one) => one.dataset.go === key);
  link?.click();
  return Boolean(link);
}

function step(by) {
  const links = [...document.querySelectorAll("[data-rows] .row-link")];
  if (!links.length) return false;
  const now = links.indexOf(document.activeElement);
  links[Math.min(links.length - 1, Math.max(0, now + by))].focus();
  return true;
}

function search() {
  document.querySelector(".top-search input")?.focus();
  return true;
}

// What was focused before gets the focus back; of a menu that closes with its entry, what opens it.
function open() {
  const menu = document.activeElement?.closest("details.menu");
  if (menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
  sheet().querySelector("[data-keys-on]").checked = !isOff();
  sheet().showModal();
  return true;
}

// A browser that keeps nothing for us leaves the keys on.
function isOff() {
  try {
    return localStorage.getItem(OFF) === "1";
  } catch {
    return false;
  }
}

function remember(off) {
  try {
    if (off) localStorage.setItem(OFF, "1");
    else localStorage.removeItem(OFF);
  } catch {
    // nothing is kept here
  }
}
