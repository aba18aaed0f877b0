// On a computer that many use: the warning, the lock, what was written, and going on.

import type { Page } from "@playwright/test";
import { expect, test } from "./demo.ts";
import * as people from "./people.ts";
import { isAccessible, look, open, signIn } from "./ward.ts";

// Here the clock is put forward, so nobody else shares this demonstration.
test.use({ begin: "2026-08-12T04:20" });
test.describe.configure({ mode: "serial" });

const NURSE = "Gareth Lewis";
const OTHER_NURSE = "Rekha Parmar";

// Time passes for the browser and for the server alike.
async function wait(demo: { forward: (by: string) => Promise<void> }, seconds: number, ...pages: Page[]) {
  await demo.forward(`${seconds}s`);
  for (const page of pages) {
    await page.clock.fastForward(seconds * 1000);
  }
}

test("a minute before the lock the page asks, and one key keeps it open", async ({ page, demo }) => {
  await page.clock.install();
  await signIn(page, NURSE);
  await page.goto("/wards");
  await wait(demo, 540, page);
  const question = page.getByRole("dialog", { name: "Are you still there?" });
  await expect(question).toBeVisible();
  await expect(question).toContainText(/This screen is locked in (5\d|60) seconds/);
  await expect(question.getByRole("button", { name: "Stay signed in" })).toBeFocused();
  await isAccessible(page);
  const heard = page.waitForResponse((answer) => answer.request().method() === "POST");
  await page.keyboard.press("Enter");
  expect((await heard).status()).toBe(200);
  await expect(question).toHaveCount(0);
  await wait(demo, 120, page);
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Wards");
});

test("h30: when the time is up the page is gone, in every tab, and opens where it was", async ({ page, context, demo }) => {
  const beside = await context.newPage();
  await page.clock.install();
  await beside.clock.install();
  await look(page, NURSE, people.GALLAGHER);
  await expect(page.locator("#care-at-home")).toBeVisible();
  const person = new URL(page.url()).pathname;
  await beside.goto("/wards");
  await wait(demo, 620, page, beside);
  for (const each of [page, beside]) {
    await expect(each.getByRole("heading", { level: 1 })).toHaveText("This screen is locked");
    await expect(each.locator("body")).not.toContainText(/gallagher/i);
    await expect(each.getByRole("main")).toContainText(NURSE);
  }
  await isAccessible(page);
  await page.getByRole("button", { name: `Sign in again as ${NURSE}` }).click();
  await expect(page.getByRole("banner")).toContainText(NURSE);
  expect(["/wards", person]).toContain(new URL(page.url()).pathname);
});

test("h22: what the server shows after a lock nobody sees who comes by the back button", async ({ page, demo }) => {
  await look(page, NURSE, people.PRITCHARD);
  await page.getByRole("button", { name: "Lock", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("This screen is locked");
  await page.goBack();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("This screen is locked");
  await expect(page.locator("body")).not.toContainText("Valley Domiciliary Care");
  await page.getByRole("link", { name: "Sign in as yourself" }).click();
  await page.getByRole("button", { name: new RegExp(`^${OTHER_NURSE}, `) }).click();
  await expect(page.getByRole("banner")).toContainText(OTHER_NURSE);
  await page.goBack();
  await expect(page.locator("body")).not.toContainText("Valley Domiciliary Care");
  await demo.forward("1s");
});

test("what is written is there again after a lock, and gone once it is sent", async ({ page, demo }) => {
  await page.clock.install();
  await look(page, NURSE, people.WHITFIELD);
  await page.getByRole("button", { name: "Partly" }).click();
  const words = page.getByLabel("What was missing or wrong? Name nobody.");
  await words.fill("Which key safe?");
  await wait(demo, 620, page);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("This screen is locked");
  await page.getByRole("button", { name: `Sign in again as ${NURSE}` }).click();
  await expect(page.locator("#care-at-home")).toBeVisible();
  await page.getByRole("button", { name: "Partly" }).click();
  await expect(words).toHaveValue("Which key safe?");
  await page.getByRole("button", { name: "Send", exact: true }).click();
  await page.waitForLoadState();
  await page.getByRole("button", { name: "Partly" }).click();
  await expect(words).toBeVisible();
  await expect(words).toHaveValue("");
});

test("signing out covers the other tabs too", async ({ page, context }) => {
  await look(page, NURSE, people.PRITCHARD);
  const beside = await context.newPage();
  await beside.goto("/wards");
  await beside.getByRole("button", { name: "Sign out" }).click();
  await expect(page.locator("body")).not.toContainText("Valley Domiciliary Care");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("You were signed out");
});

test("where the server does not answer, the page is covered all the same", async ({ page, context, demo }) => {
  await page.clock.install();
  await look(page, NURSE, people.PRITCHARD);
  await context.setOffline(true);
  await wait(demo, 620, page);
  await expect(page.getByText("Homeward does not answer. Nothing is shown until it does.")).toBeVisible();
  await expect(page.locator("body")).not.toContainText("Valley Domiciliary Care");
  await context.setOffline(false);
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByRole("main")).toContainText(`Sign in again as ${NURSE}`);
});

test("whoever works in two roles chooses one, and can change it", async ({ page }) => {
  await page.goto("/");
  await page.getByRole("button", { name: /^Dylan Rees, / }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("In which role are you working?");
  await isAccessible(page);
  await page.getByLabel("Discharge coordinator").check();
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByRole("banner")).toContainText("Dylan Rees, Discharge coordinator");
  await page.getByRole("link", { name: "Change role" }).click();
  await page.getByLabel("Ward nurse or doctor").check();
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByRole("banner")).toContainText("Dylan Rees, Ward nurse or doctor");
  await page.getByRole("link", { name: /where you are signed in/ }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Where you are signed in");
  await isAccessible(page);
  await page.goto("/drafts");
  await isAccessible(page);
});

test.describe("without script", () => {
  test.use({ javaScriptEnabled: false });

  test("the next request finds the screen locked, and what was sent is kept", async ({ page, demo }) => {
    await signIn(page, NURSE);
    await open(page, people.FAIRBROTHER);
    await page.getByLabel("I could not ask").check();
    await page.getByLabel("Another reason", { exact: true }).check();
    await page.getByLabel("If another reason, which?").fill("In the scanner");
    await demo.forward("11m");
    await page.getByRole("button", { name: "Continue" }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("This screen is locked");
    await page.getByRole("button", { name: `Sign in again as ${NURSE}` }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("What you sent was not taken");
    await expect(page.getByRole("main")).toContainText("In the scanner");
    await page.getByRole("button", { name: /^Send it now/ }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Care at home");
  });
});
