// Asks the authenticator. A form says what for: it fetches its challenge, puts the answer into its
// own fields, and is sent like any other. Nothing of it works without script: the browser has no
// other way to ask.

export function usePasskeys() {
  takeInvitation();
  for (const form of document.querySelectorAll("[data-hw-passkey]")) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      answer(form);
    });
  }
}

// The secret of a link stands behind the #, where no server and no log sees it. It is taken out of
// the address, so that it stays in nobody's history, and sent in the form.
function takeInvitation() {
  const form = document.querySelector("[data-hw-invitation]");
  if (!form) {
    return;
  }
  const secret = location.hash.slice(1);
  history.replaceState(null, "", location.pathname);
  if (secret) {
    form.elements.secret.value = secret;
    form.submit();
  } else {
    say(form, form.querySelector("[data-hw-said]").dataset.hwIncomplete);
  }
}

async function answer(form) {
  const button = form.querySelector("button");
  if (button.disabled) {
    return;
  }
  if (!navigator.credentials?.create) {
    say(form, form.dataset.hwUnable);
    return;
  }
  button.disabled = true;
  say(form, "");
  try {
    const { options, state } = await challenge(form);
    const credential = form.dataset.hwPasskey === "create"
      ? await navigator.credentials.create({ publicKey: creation(options) })
      : await navigator.credentials.get({ publicKey: request(options) });
    form.elements.state.value = state;
    form.elements.answer.value = JSON.stringify(told(credential));
    form.submit();
  } catch (error) {
    button.disabled = false;
    say(form, words(form, error));
    button.focus();
  }
}

async function challenge(form) {
  const body = new URLSearchParams(new FormData(form));
  const reply = await fetch(form.dataset.hwChallenge, { method: "POST", body, redirect: "error" });
  if (!reply.ok) {
    throw new Error(reply.statusText);
  }
  return reply.json();
}

function words(form, error) {
  switch (error.name) {
    case "NotAllowedError":
    case "AbortError":
      return form.dataset.hwCancelled;
    case "InvalidStateError":
      return form.dataset.hwThere;
    case "SecurityError":
    case "NotSupportedError":
      return form.dataset.hwUnable;
    default:
      return form.dataset.hwFailed;
  }
}

function say(form, text) {
  form.querySelector("[data-hw-said]").textContent = text;
}

// What the browser wants as bytes comes and goes as text.
function creation(options) {
  return {
    ...options,
    challenge: bytes(options.challenge),
    user: { ...options.user, id: bytes(options.user.id) },
    excludeCredentials: named(options.excludeCredentials),
  };
}

function request(options) {
  return {
    ...options,
    challenge: bytes(options.challenge),
    allowCredentials: named(options.allowCredentials),
  };
}

function named(credentials = []) {
  return credentials.map((one) => ({ ...one, id: bytes(one.id) }));
}

function told(credential) {
  const { id, rawId, type, response } = credential;
  const parts = ["attestationObject", "authenticatorData", "clientDataJSON", "signature", "userHandle"];
  const given = parts.filter((part) => response[part]);
  return {
    id,
    rawId: text(rawId),
    type,
    response: Object.fromEntries(given.map((part) => [part, text(response[part])])),
    clientExtensionResults: credential.getClientExtensionResults(),
  };
}

function bytes(base64) {
  const plain = atob(base64.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

function text(buffer) {
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");
}
