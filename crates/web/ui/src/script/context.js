// Says to the server which patient's page is open in a launched session, and when it is left, so that
// a launch for another patient knows whether somebody may still be at work on this one.
export function tellContext() {
  const patient = document.querySelector("[data-hw-shown]")?.dataset.hwShown;
  const token = document.querySelector('input[name="token"]')?.value;
  if (!patient || !token) {
    return;
  }
  const page = named();
  const tell = (what) => {
    navigator.sendBeacon(`/launch/${what}`, new URLSearchParams({ page, patient, token }));
  };
  addEventListener("pageshow", () => tell("opened"));
  addEventListener("pagehide", () => tell("left"));
}

// A name of no meaning, of this page alone.
function named() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
