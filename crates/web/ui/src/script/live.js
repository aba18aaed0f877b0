// Says quietly that something has changed since the page was opened. Nothing moves and nothing
// reloads until somebody presses "Refresh".
export function listen() {
  const place = document.querySelector("[data-hw-live]");
  if (!place) {
    return;
  }
  const stream = new EventSource(place.dataset.hwLive);
  stream.addEventListener("message", ({ data }) => {
    const refresh = document.createElement("a");
    refresh.className = "nhsuk-link";
    refresh.href = location.pathname + location.search;
    refresh.textContent = "Refresh";
    place.replaceChildren(`${data}. `, refresh);
  });
  addEventListener("pagehide", () => stream.close());
}
