// Fields whose visibility hangs on one other field follow it while somebody types; the server decides in the end.
function follow(form) {
  for (const place of form.querySelectorAll("[data-when]")) {
    const { field, equals, values, ticked } = JSON.parse(place.dataset.when);
    if (ticked) {
      place.hidden = !ticked.some((path) => tickedIn(form, ...path.split(".")));
      continue;
    }
    const hold = answer(form, field);
    if (hold !== null) place.hidden = values.includes(hold) !== equals;
  }
}

function tickedIn(form, list, column) {
  const lines = `input[type="checkbox"][name^="${CSS.escape(list)}."][name$=".${CSS.escape(column)}"]`;
  return [...form.querySelectorAll(lines)].some((box) => box.checked);
}

function answer(form, name) {
  const inputs = [...form.querySelectorAll(`[name="${CSS.escape(name)}"]`)];
  if (!inputs.length) return null;
  const box = inputs.find((input) => input.type === "checkbox");
  return box ? String(box.checked) : inputs.at(-1).value;
}

const forms = () => document.querySelectorAll("form.request-form");

document.addEventListener("DOMContentLoaded", () => forms().forEach(follow));
document.addEventListener("change", (event) => {
  const form = event.target.closest("form.request-form");
  if (form) follow(form);
});
