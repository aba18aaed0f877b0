// How long is it from one press in the patient system to the answer, as a browser sees it? Prints one
// Markdown row for docs/performance.md: `make bench-launch`.
//
// The demonstration runs on this machine with its invented patient system, so that no network adds to
// it. Each launch is a browser that holds nothing yet: no session, no style sheet in its cache.

import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const LAUNCHES = Number(process.env.LAUNCHES ?? 40);
const PATIENT = "Pritchard, Dorothy";

const target = process.env.CARGO_TARGET_DIR ?? join(dirname(fileURLToPath(import.meta.url)), "../target");
const binary = process.env.HOMEWARD_BIN ?? join(target, "release/homeward");
const data = await mkdtemp(join(tmpdir(), "homeward-bench-"));
const ports = ["--port", "0", "--mllp-port", "0", "--seed", "7"];
const demo = spawn(binary, ["demo", ...ports, "--at", "2026-08-12T02:10", "--data", data], {
  stdio: ["ignore", "pipe", "inherit"],
});
const executablePath = process.env.HOMEWARD_CHROMIUM ?? "/usr/bin/chromium";
const args = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"];
const browser = await chromium.launch({ executablePath, args });

try {
  const desk = await patientSystem(await opened());
  // The question of permission is asked once for each nurse, patient and stay, whichever way she comes.
  await launch(browser, desk, "Social care", permit);
  for (const [way, words] of [["SMART App Launch", "Social care"], ["signed link", "By signed link"]]) {
    await launch(browser, desk, words, answer);
    const times = [];
    for (let each = 0; each < LAUNCHES; each += 1) {
      times.push(await launch(browser, desk, words, answer));
    }
    times.sort((one, other) => one - other);
    const at = (share) => Math.round(times[Math.floor(times.length * share)]);
    console.log(
      `| ${way} to answer, ${LAUNCHES} launches | clicks 0 | median ${at(0.5)} ms | 9 in 10 ${at(0.9)} ms |`,
    );
  }
} finally {
  await browser.close();
  demo.kill("SIGTERM");
  await new Promise((resolve) => demo.once("close", resolve));
  await rm(data, { recursive: true, force: true });
}

// The address that the demonstration says.
function opened() {
  return new Promise((resolve, reject) => {
    createInterface({ input: demo.stdout }).on("line", (line) => {
      const found = /\bopen (http:\/\/127\.0\.0\.1:\d+)\//.exec(line);
      if (found) {
        resolve(found[1]);
      }
    });
    demo.once("close", () => reject(new Error("the demonstration ended")));
  });
}

// Where the first page leads.
async function patientSystem(address) {
  const page = await browser.newPage();
  await page.goto(address);
  const link = page.getByRole("link", { name: /patient system \(invented\)/ });
  const found = await link.getAttribute("href");
  await page.close();
  if (!found) {
    throw new Error("the first page leads to no patient system");
  }
  return found;
}

// One press in a browser of its own, to what `until` waits for, in milliseconds.
async function launch(browser, desk, words, until) {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${desk}?staff=ward-nurse-mistry`);
  const opens = context.waitForEvent("page");
  const begun = performance.now();
  await page.getByRole("button", { name: `${words}: ${PATIENT}` }).click();
  await until(await opens);
  const took = performance.now() - begun;
  await context.close();
  return took;
}

async function answer(page) {
  await page.locator("#care-at-home").getByText("On hold since").first().waitFor();
}

async function permit(page) {
  await page.getByLabel("Yes", { exact: true }).check();
  await page.getByRole("button", { name: "Continue" }).click();
  await answer(page);
}
