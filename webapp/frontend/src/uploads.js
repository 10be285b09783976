// A file is kept by the server as soon as it is chosen: it is there when the form comes back, and after signing in again.
document.addEventListener("change", async (event) => {
  const input = event.target;
  const place = input.type === "file" && input.closest("[data-files]");
  if (!place) return;
  const files = [...input.files];
  input.value = "";
  for (const file of files) await keep(place, input, file);
});

async function keep(place, input, file) {
  const status = place.querySelector(".file-status");
  const body = new FormData();
  body.append("file", file);
  body.append("csrf_token", input.form.querySelector("[name=csrf_token]").value);
  status.textContent = `${file.name} …`;
  status.classList.remove("fault");
  try {
    const answer = await fetch(place.dataset.url, { method: "POST", body, credentials: "same-origin" });
    const told = answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : {};
    status.textContent = `${told.message || file.name}`;
    if (answer.ok) place.querySelector(".file-list").append(entry(place, input, told));
    else status.classList.add("fault");
  } catch {
    status.textContent = `${file.name} ✕`;
    status.classList.add("fault");
  }
}

function entry(place, input, told) {
  const line = document.createElement("li");
  const box = document.createElement("input");
  Object.assign(box, { type: "checkbox", className: "form-check-input", checked: true, value: told.id });
  box.name = place.dataset.name;
  box.id = `${input.id}-${told.id}`;
  const label = document.createElement("label");
  label.htmlFor = box.id;
  label.textContent = told.name;
  line.append(box, label);
  return line;
}
