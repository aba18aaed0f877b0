import { defineConfig } from "@playwright/test";

// Debian's Chromium: no browser is downloaded. Inside a container, as root, it cannot set up its
// own sandbox; the pages it opens here are ours alone.
export default defineConfig({
  testDir: ".",
  outputDir: "../test-results",
  fullyParallel: true,
  workers: 2,
  // A page with every card takes axe some seconds on a busy machine of two cores.
  timeout: 120_000,
  forbidOnly: Boolean(process.env.CI),
  reporter: [["list"], ["json", { outputFile: "../target/test-browser.json" }]],
  use: {
    browserName: "chromium",
    locale: "en-GB",
    timezoneId: "Europe/London",
    viewport: { width: 1280, height: 800 },
    launchOptions: {
      executablePath: process.env.HOMEWARD_CHROMIUM ?? "/usr/bin/chromium",
      args: ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"],
    },
  },
});
