// Warns before the screen is locked, and covers it when the time is up: at once, in every tab, and
// also where the server cannot be reached. When that is, the server decides; here is only counted.

import { flushDrafts } from "./drafts.js";

// So often, at most, the server hears that somebody is at work on a page.
const BETWEEN_SIGNS = 60_000;

const tabs = new BroadcastChannel("homeward");

let locksAt = 0;
let heardAt = 0;
let timer = 0;
let dialog;
let covered = false;
let warning = 0;

// Begins to count on a page of somebody who is signed in; a page that says that nobody is tells so
// to the tabs beside it.
export function watch() {
  const { hwGone, hwLocksIn, hwWarning } = document.body.dataset;
  if (hwGone !== undefined) {
    tabs.postMessage({ gone: true });
  }
  if (!hwLocksIn) {
    return;
  }
  warning = Number(hwWarning) * 1000;
  opened(Number(hwLocksIn));
  tabs.postMessage({ locksAt });
  tabs.addEventListener("message", ({ data }) => hear(data));
  for (const sign of ["keydown", "pointerdown", "wheel", "touchstart"]) {
    addEventListener(sign, act, { passive: true, capture: true });
  }
  // A page that comes back from the browser's memory, or from a computer that slept, may be older
  // than it seems.
  addEventListener("pageshow", ({ persisted }) => persisted && cover());
  addEventListener("visibilitychange", () => document.hidden || look());
}

// Another tab has heard of a later lock, or that there is nobody any more.
function hear(said) {
  if (said?.gone === true) {
    cover();
  } else if (Number.isFinite(said?.locksAt) && said.locksAt > locksAt) {
    locksAt = said.locksAt;
    count();
  }
}

function opened(seconds) {
  locksAt = Date.now() + seconds * 1000;
  heardAt = Date.now();
  count();
}

function count() {
  clearTimeout(timer);
  if (covered) {
    return;
  }
  const left = locksAt - Date.now();
  if (left > warning) {
    dialog?.remove();
    dialog = undefined;
  }
  const next = dialog ? left : left - warning;
  timer = setTimeout(() => look(), Math.max(next, 0));
}

// Whoever does something is there; the question whether they are still has its own answer.
function act() {
  if (!dialog && !covered && Date.now() - heardAt >= BETWEEN_SIGNS) {
    stay();
  }
}

async function stay() {
  heardAt = Date.now();
  const token = document.querySelector("header [name=token]")?.value ?? "";
  take(await ask({ method: "POST", body: new URLSearchParams({ token }) }));
}

// Asks before it warns: somebody may be at work in another tab.
async function look() {
  if (Date.now() >= locksAt) {
    cover();
  } else if (locksAt - Date.now() <= warning) {
    take(await ask());
    if (locksAt - Date.now() <= warning) {
      warn();
    }
  } else {
    count();
  }
}

async function ask(how) {
  try {
    const answer = await fetch("/session", how);
    return answer.ok ? await answer.json() : { state: "gone" };
  } catch {
    // Nobody answers: the count goes on, and the screen is covered in time.
    return undefined;
  }
}

function take(stand) {
  if (stand?.state === "open") {
    opened(stand.locks_in);
    tabs.postMessage({ locksAt });
  } else if (stand) {
    cover();
  }
}

function warn() {
  if (dialog) {
    return;
  }
  dialog = document.createElement("dialog");
  dialog.className = "hw-still-there";
  dialog.setAttribute("aria-labelledby", "hw-still-there");
  dialog.setAttribute("aria-describedby", "hw-still-there-why");
  const heading = element("h2", "Are you still there?", "nhsuk-heading-m");
  heading.id = "hw-still-there";
  const left = Math.max(1, Math.round((locksAt - Date.now()) / 1000));
  const why = element("p", `This screen is locked in ${left} seconds. What you have written is kept.`);
  why.id = "hw-still-there-why";
  const on = element("button", "Stay signed in", "nhsuk-button");
  on.addEventListener("click", () => {
    dialog.remove();
    dialog = undefined;
    stay();
  });
  // Escape says the same: whoever presses it is there.
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    on.click();
  });
  dialog.append(heading, why, on);
  document.body.append(dialog);
  dialog.showModal();
  count();
}

// Takes the page away, not only out of sight, and only then asks the server what to show.
async function cover() {
  if (covered) {
    return;
  }
  covered = true;
  clearTimeout(timer);
  const place = document.querySelector("header [name=place]")?.value ?? "/";
  const saved = flushDrafts();
  const main = element("main", "", "nhsuk-width-container nhsuk-main-wrapper hw-main");
  const heading = element("h1", "This screen is locked", "nhsuk-heading-l");
  heading.tabIndex = -1;
  main.append(heading);
  document.body.replaceChildren(main);
  document.title = "Locked – Homeward";
  heading.focus();
  await saved;
  await leave(main, place);
}

async function leave(main, place) {
  const stand = await ask();
  if (stand?.state === "open" && stand.locks_in * 1000 <= warning) {
    // A moment too early: to ask for the page now would keep the session open.
    setTimeout(() => leave(main, place), (stand.locks_in + 1) * 1000);
    return;
  }
  if (stand) {
    location.replace(place);
    return;
  }
  const again = element("button", "Try again", "nhsuk-button");
  again.addEventListener("click", () => {
    words.remove();
    again.remove();
    leave(main, place);
  });
  const words = element("p", "Homeward does not answer. Nothing is shown until it does.");
  main.append(words, again);
}

function element(name, text, className = "") {
  const made = document.createElement(name);
  made.textContent = text;
  made.className = className;
  return made;
}
