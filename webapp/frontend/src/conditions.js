// Fields whose visibility hangs on one other field follow it while somebody types; the server decides in the end.
function follow(form) {
  for (const place of form.querySelectorAll("[data-when]")) {
    const { field, equals, value } = JSON.parse(place.dataset.when);
    const hold = answer(form, field);
    if (hold !== null) place.hidden = (hold === value) !== equals;
  }
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
