// A file is kept by the server as soon as it is chosen: it is there when the form comes back, and after signing in again.
// Several at once stand in the order in which they were chosen, and go one after the other.
const waiting = [];
let busy = false;

document.addEventListener("change", (event) => {
  const input = event.target;
  const place = input.type === "file" && input.closest("[data-files]");
  if (!place) return;
  const files = [...input.files];
  input.value = "";
  take(place, files);
});

for (const kind of ["dragover", "dragleave", "drop"]) {
  document.addEventListener(kind, (event) => {
    const place = event.target.closest?.("[data-files]");
    if (!place || ![...(event.dataTransfer?.types || [])].includes("Files")) return;
    event.preventDefault();
    place.classList.toggle("file-over", kind === "dragover");
    if (kind === "drop") take(place, [...event.dataTransfer.files]);
  });
}

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-remove-file]");
  if (!button) return;
  const line = button.closest("li");
  const form = line.closest("form");
  const place = line.closest("[data-files]");
  line.upload?.abort();
  line.remove();
  tell(place, "");
  place.querySelector("input[type=file]").focus();
  form.dispatchEvent(new Event("input", { bubbles: true }));
});

// A form that is sent while files are on their way waits for them. One that would go without a file that was chosen
// and not taken stays, so that nothing is missing unseen.
document.addEventListener(
  "submit",
  (event) => {
    const place = event.target.querySelector?.("[data-files]:has([data-uploading])");
    const missing = event.target.querySelector?.("[data-refused]");
    if (!place && (!missing || event.submitter?.value === "save")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (place) wait(place, event);
    else show(missing);
  },
  true,
);

function wait(place, { target, submitter }) {
  tell(place, place.dataset.wait);
  target.addEventListener("uploaded", () => target.requestSubmit(submitter), { once: true });
}

function show(missing) {
  const place = missing.closest("[data-files]");
  for (let one = missing.closest("details"); one; one = one.parentElement.closest("details")) one.open = true;
  tell(place, place.dataset.missing, true);
  missing.querySelector("button").focus();
}

function take(place, files) {
  for (const file of files) waiting.push({ place, file, line: entry(place, file) });
  next();
}

async function next() {
  if (busy) return;
  const one = waiting.shift();
  if (!one) return;
  busy = true;
  if (one.line.isConnected) await keep(one);
  busy = false;
  const form = one.place.closest("form");
  if (!form.querySelector("[data-uploading]")) form.dispatchEvent(new Event("uploaded"));
  next();
}

async function keep({ place, file, line }) {
  const answer = file.size > Number(place.dataset.most) ? { message: place.dataset.tooLarge } : await send(place, file, line);
  if (!line.isConnected) return;
  if (!answer.id) {
    refuse(place, file, line, answer.message);
    return;
  }
  finish(place, line, answer);
  tell(place, answer.message);
  place.closest("form").dispatchEvent(new Event("input", { bubbles: true }));
}

function send(place, file, line) {
  return new Promise((resolve) => {
    const body = new FormData();
    body.append("file", file);
    body.append("csrf_token", place.closest("form").querySelector("[name=csrf_token]").value);
    const call = (line.upload = new XMLHttpRequest());
    call.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) line.querySelector("progress").value = event.loaded / event.total;
    });
    for (const kind of ["error", "abort", "timeout"]) call.addEventListener(kind, () => resolve({}));
    call.addEventListener("load", () => resolve(told(place, call)));
    call.open("POST", place.dataset.url);
    call.send(body);
  });
}

function told(place, call) {
  if (call.getResponseHeader("Content-Type")?.includes("json")) return JSON.parse(call.responseText);
  return call.status === 413 ? { message: place.dataset.tooLarge } : { message: call.status === 401 ? place.dataset.signIn : "" };
}

function tell(place, text, fault = false) {
  const status = place.querySelector(".file-status");
  status.textContent = text;
  status.classList.toggle("fault", fault);
}

function entry(place, file) {
  const line = make("li", { className: "file-entry" });
  line.dataset.uploading = "";
  const about = make("span", { className: "file-about" });
  about.append(make("span", { textContent: file.name }), make("progress", { max: 1, value: 0, ariaLabel: file.name }));
  line.append(make("span", { className: "thumb thumb-file" }), about, remover(place, place.dataset.cancel, file.name));
  place.querySelector(".file-list").append(line);
  return line;
}

// A file that was not taken keeps its line with the reason; one that the network lost can be sent again.
function refuse(place, file, line, message) {
  delete line.dataset.uploading;
  line.dataset.refused = "";
  const why = make("span", { className: "fault", textContent: message || place.dataset.failed });
  line.querySelector(".file-about").replaceChildren(make("span", { textContent: file.name }), why);
  line.lastChild.replaceWith(remover(place, place.dataset.remove, file.name));
  if (!message) line.lastChild.before(again(place, file, line));
  tell(place, `${file.name}: ${why.textContent}`, true);
}

function again(place, file, line) {
  const button = make("button", { type: "button", className: "btn btn-sm btn-outline-secondary", textContent: place.dataset.again });
  button.addEventListener("click", () => {
    line.remove();
    take(place, [file]);
  });
  return button;
}

function finish(place, line, known) {
  delete line.dataset.uploading;
  const id = `${place.querySelector("input[type=file]").id}-${known.id}`;
  const label = make("label", { htmlFor: id, textContent: known.name });
  const about = line.querySelector(".file-about");
  about.replaceChildren(label, make("span", { className: "muted", textContent: known.about || "" }));
  const box = make("input", { type: "checkbox", className: "form-check-input", id, name: place.dataset.name, value: known.id });
  box.checked = true;
  about.after(box);
  if (known.small) line.firstChild.replaceWith(thumb(known));
  line.lastChild.replaceWith(remover(place, place.dataset.remove, known.name));
}

function thumb(known) {
  const link = make("a", { className: "thumb", href: known.address });
  link.dataset.picture = known.name;
  link.append(make("img", { src: known.small, alt: known.name, width: 56, height: 56 }));
  return link;
}

function remover(place, label, name) {
  const button = make("button", { type: "button", className: "btn btn-sm btn-icon file-remove", title: label, textContent: "✕" });
  button.dataset.removeFile = "";
  button.setAttribute("aria-label", `${label} ${name}`);
  return button;
}

function make(tag, values) {
  return Object.assign(document.createElement(tag), values);
}
