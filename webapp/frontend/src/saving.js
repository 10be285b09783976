// What is typed is kept by the server as one types: never in the browser's storage, for it is about people.
const WAIT = 1500;
const AGAIN = 8000;
const states = new WeakMap();

const stateOf = (form) => {
  if (!states.has(form)) states.set(form, { timer: 0, busy: false, dirty: false, stopped: false });
  return states.get(form);
};

for (const kind of ["input", "change"]) document.addEventListener(kind, (event) => touched(event.target));
document.addEventListener("click", (event) => event.target.closest?.("[data-choice] > summary") && touched(event.target));

document.addEventListener("submit", (event) => {
  const state = states.get(event.target);
  if (state) clearTimeout(state.timer);
});

window.addEventListener("online", () => each((form, state) => state.dirty && save(form)));
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") each((form, state) => state.dirty && save(form));
});

document.addEventListener("click", (event) => {
  const form = event.target.closest?.("[data-keep]")?.closest("form[data-save]");
  if (!form) return;
  const state = stateOf(form);
  put(form, state.newer);
  state.stopped = false;
  newer(form, false);
  save(form);
});

function each(work) {
  for (const form of document.querySelectorAll("form[data-save]")) work(form, stateOf(form));
}

function touched(target) {
  const form = target.closest?.("form[data-save]");
  if (!form || target.type === "file") return;
  const state = stateOf(form);
  state.dirty = true;
  clearTimeout(state.timer);
  state.timer = setTimeout(() => save(form), WAIT);
}

async function save(form) {
  const state = stateOf(form);
  clearTimeout(state.timer);
  if (state.busy || state.stopped || form.dataset.sent) return;
  state.busy = true;
  state.dirty = false;
  const answer = await send(form);
  state.busy = false;
  if (answer.ok) kept(form, answer.told);
  else missed(form, answer);
  if (state.dirty && !state.stopped) state.timer = setTimeout(() => save(form), answer.ok ? WAIT : AGAIN);
}

async function send(form) {
  const body = new FormData(form);
  for (const [name, value] of [...body]) if (value instanceof File) body.delete(name);
  const open = form.querySelector("[data-choice][open]");
  if (open) body.set("_choice", open.dataset.choice);
  try {
    const answer = await fetch(form.dataset.save, { method: "PUT", body, credentials: "same-origin" });
    const json = answer.headers.get("Content-Type")?.includes("json");
    if (!json && answer.ok) return { ok: false, status: 401, told: {} }; // led elsewhere: this page is of an earlier session
    return { ok: answer.ok, status: answer.status, told: json ? await answer.json() : {} };
  } catch {
    return { ok: false, status: 0, told: {} };
  }
}

function kept(form, told) {
  put(form, told.fields);
  if (told.address) {
    form.action = told.address;
    form.dataset.save = told.save;
    history.replaceState(history.state, "", told.address);
  }
  if (!stateOf(form).dirty) delete form.dataset.typed;
  newer(form, false);
  say(form, told.message);
}

// Refused for good: another window saved since, or it is done. No answer: it is tried again.
function missed(form, { status, told }) {
  const state = stateOf(form);
  const place = form.querySelector("[data-save-state]");
  if (told.newer) {
    state.newer = told.newer;
    newer(form, true);
  }
  state.stopped = status === 409 || status === 401 || status === 403 || status === 404 || status === 413;
  state.dirty = true;
  say(form, told.message || (status === 401 ? place.dataset.signedOut : place.dataset.lost), true);
}

function put(form, fields) {
  for (const [name, value] of Object.entries(fields || {})) {
    let field = form.querySelector(`input[type=hidden][name="${name}"]`);
    if (!field) {
      field = document.createElement("input");
      Object.assign(field, { type: "hidden", name });
      form.append(field);
    }
    field.value = value;
  }
}

function newer(form, there) {
  const place = form.querySelector("[data-newer]");
  if (place) place.hidden = !there;
}

function say(form, text, fault = false) {
  const place = form.querySelector("[data-saved]");
  if (!place) return;
  place.textContent = text;
  place.classList.toggle("fault", fault);
}
