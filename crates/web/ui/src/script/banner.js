// Tells the style sheet how high the patient's banner is, so that whatever takes the focus is
// scrolled clear of it however long the name.
export function measureBanner() {
  const banner = document.querySelector(".hw-patient");
  if (!banner) {
    return;
  }
  const root = document.documentElement;
  new ResizeObserver(() => {
    root.style.setProperty("--hw-banner", `${banner.offsetHeight}px`);
  }).observe(banner);
}
