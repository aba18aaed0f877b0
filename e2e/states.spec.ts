// Every page in every state that the demonstration shows: no barrier, wide and narrow.

import { expect, test } from "./demo.ts";
import * as people from "./people.ts";
import { agree, isAccessible, look, open, signIn } from "./ward.ts";

// A demonstration of its own: what one test answers, no test of another file finds answered.
test.use({ begin: "2026-08-12T04:00" });

const STATES: [string, string, string][] = [
  ["care that runs", people.OKORO, "Care at home"],
  ["care on hold", people.PRITCHARD, "Care at home"],
  ["a doubtful match", people.KHAN, "We may have a record but cannot be sure"],
  ["an open enquiry and an attorney", people.GALLAGHER, "Care at home"],
  ["an objection", people.LLEWELLYN, "Sharing is restricted for this person"],
  ["a protected address", people.SUTTON, "Care at home"],
  ["nobody found", people.ALDRIDGE, "No adult social care record found"],
  ["two records", people.THRELFALL, "This NHS number is under review"],
  ["a nursing home", people.HALLIDAY, "Care at home"],
  ["care that has ended", people.WOJCIK, "Care at home"],
];

for (const [state, number, heading] of STATES) {
  test(`a patient with ${state} is shown to everybody alike`, async ({ page }, info) => {
    await look(page, people.WARD_NURSE, number);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(heading);
    for (const [width, height] of [
      [1280, 900],
      [1024, 768],
      [320, 640],
    ]) {
      await page.setViewportSize({ width, height });
      await isAccessible(page);
      await page.screenshot({ path: info.outputPath(`${width}.png`), fullPage: true });
    }
  });
}

test("the open pages have no barriers", async ({ page }) => {
  for (const path of ["/", "/status", "/help", "/phone-numbers", "/accessibility", "/no-such-page"]) {
    await page.goto(path);
    await isAccessible(page);
    await page.setViewportSize({ width: 320, height: 640 });
    await isAccessible(page);
    await page.setViewportSize({ width: 1280, height: 900 });
  }
});

test("lists, forms and questions have no barriers", async ({ page }) => {
  await signIn(page, people.WARD_NURSE);
  for (const path of ["/wards", "/wards/7B", "/wards/7B?show=known", "/find"]) {
    await page.goto(path);
    await isAccessible(page);
    await page.setViewportSize({ width: 320, height: 640 });
    await isAccessible(page);
    await page.setViewportSize({ width: 1280, height: 900 });
  }
  await open(page, people.WHITFIELD);
  await expect(page.getByRole("heading", { level: 1 })).toContainText("agreed");
  await isAccessible(page);
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByRole("alert")).toContainText("Choose one of the three answers");
  await isAccessible(page);
  await agree(page);
  const address = page.url();
  for (const more of ["/print", "/wrong"]) {
    await page.goto(address + more);
    await isAccessible(page);
  }
});

test("the council's list has no barriers", async ({ page }) => {
  await signIn(page, people.SOCIAL_WORKER);
  await page.goto("/council");
  await isAccessible(page);
  await signIn(page, people.SUPPORT);
  await page.goto("/status/messages");
  await isAccessible(page);
});
