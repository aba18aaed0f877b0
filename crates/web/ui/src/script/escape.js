// Escape closes the details around the focus and gives the focus back to what opened them.
export function closeOnEscape() {
  document.addEventListener("keydown", (event) => {
    const open = event.key === "Escape" && event.target.closest?.("details[open]");
    if (open) {
      open.open = false;
      open.querySelector("summary").focus();
    }
  });
}
