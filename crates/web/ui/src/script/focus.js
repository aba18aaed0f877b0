// After a page opens, its heading is read aloud first. A list of errors takes the focus itself,
// and so does whatever the address points to.
export function focusHeading() {
  const taken = document.querySelector(".nhsuk-error-summary, [role=alert], [autofocus]");
  const heading = document.querySelector("main h1");
  if (taken || location.hash || !heading || scrollY > 0) {
    return;
  }
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
}
