// Sends the one press of "Did this page answer your question?" without leaving the page. If that
// fails the question stays, and the press can be repeated. What the server refuses it explains on a
// page of its own, such as that the screen is locked or that the patient has changed: then the form
// is sent as if there were no script.
export function sendInPlace() {
  const form = document.querySelector("[data-hw-feedback]");
  const question = form?.querySelector("[data-hw-question]");
  if (!question) {
    return;
  }
  let isRefused = false;
  form.addEventListener("submit", async (event) => {
    if (isRefused) {
      return;
    }
    event.preventDefault();
    const status = form.querySelector("[data-hw-thanks]");
    const body = new URLSearchParams(new FormData(form, event.submitter));
    question.disabled = true;
    try {
      const answer = await fetch(form.action, { method: "POST", body, redirect: "manual" });
      isRefused = answer.status >= 400 && answer.status < 500;
      if (isRefused) {
        question.disabled = false;
        form.requestSubmit(event.submitter);
        return;
      }
      // A redirect is how the server says "done" to a form; without script it leads back here.
      if (!answer.ok && answer.type !== "opaqueredirect") {
        throw new Error(answer.statusText);
      }
      question.remove();
      document.querySelector("[data-hw-after]")?.removeAttribute("hidden");
      status.textContent = status.dataset.hwThanks;
      status.focus({ preventScroll: true });
    } catch {
      question.disabled = false;
      status.textContent = status.dataset.hwFailed;
    }
  });
}
