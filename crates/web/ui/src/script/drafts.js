// Keeps what is being written in fields marked `data-draft`, on the server, so that neither a lock
// nor a closed tab loses it. Nothing of it is kept in the browser.

const WAIT = 1500;

const waiting = new Map();

// Watches the fields of the page, and fills those in that were left half-written.
export function keepDrafts() {
  const fields = document.querySelectorAll("form [data-draft]");
  if (fields.length === 0) {
    return;
  }
  document.addEventListener("input", ({ target }) => {
    const form = target.closest?.("[data-draft]")?.form;
    if (form) {
      clearTimeout(waiting.get(form));
      waiting.set(form, setTimeout(() => save(form), WAIT));
    }
  });
  document.addEventListener("submit", ({ target }) => send(target));
  addEventListener("pagehide", flushDrafts);
  addEventListener("visibilitychange", () => document.hidden && flushDrafts());
  fillIn(fields);
}

// Saves at once what still waits to be saved.
export function flushDrafts() {
  return Promise.allSettled([...waiting.keys()].map(save));
}

// What is sent is no draft any more once the server has taken it: the form says that it holds one.
function send(form) {
  if (form.querySelector("[data-draft]") && !form.elements.namedItem("draft")) {
    const mark = document.createElement("input");
    Object.assign(mark, { type: "hidden", name: "draft", value: "sent" });
    form.append(mark);
  }
  forget(form);
}

function forget(form) {
  clearTimeout(waiting.get(form));
  waiting.delete(form);
}

async function save(form) {
  forget(form);
  const fields = [...form.querySelectorAll("[data-draft]")].map(({ id, value }) => [id, value]);
  const token = form.elements.namedItem("token")?.value ?? "";
  const body = new URLSearchParams({ token, path: pathOf(form), fields: JSON.stringify(fields) });
  await fetch("/drafts/written", { method: "POST", body, keepalive: true });
}

// Asks only when a field comes into view: most are never reached.
function fillIn(fields) {
  const asked = new Map();
  const seen = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      if (isIntersecting) {
        seen.unobserve(target);
        const path = pathOf(target.form);
        asked.has(path) || asked.set(path, written(path));
        asked.get(path).then((drafts) => restore(target, drafts));
      }
    }
  });
  fields.forEach((field) => seen.observe(field));
}

async function written(path) {
  const answer = await fetch(`/drafts/written?${new URLSearchParams({ path })}`);
  return new Map(answer.ok ? await answer.json() : []);
}

// What somebody has typed meanwhile, or the page holds already, is never overwritten.
function restore(field, drafts) {
  const draft = drafts.get(field.id);
  if (draft && !field.value) {
    field.value = draft;
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

function pathOf(form) {
  return new URL(form.getAttribute("action"), location.href).pathname;
}
