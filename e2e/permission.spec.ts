// A person says no. What the ward can still do, and what it costs to look all the same.

import { expect, test } from "./demo.ts";
import * as people from "./people.ts";
import { agree, isAccessible, look, open, signIn } from "./ward.ts";
import type { Page } from "@playwright/test";

// A demonstration of its own: a no binds everybody of the hospital.
test.use({ begin: "2026-08-12T05:00" });
test.describe.configure({ mode: "serial" });

function heading(page: Page) {
  return page.getByRole("heading", { level: 1 });
}

async function isAccessibleWideAndNarrow(page: Page) {
  await isAccessible(page);
  await page.setViewportSize({ width: 320, height: 640 });
  await isAccessible(page);
  await page.setViewportSize({ width: 1280, height: 900 });
}

test("a no is kind, binds the ward, and a yes ends it", async ({ page }) => {
  await signIn(page, people.WARD_NURSE);
  await open(page, people.HALLIDAY);
  await page.getByLabel("No", { exact: true }).check();
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(heading(page)).toHaveText("This person has not agreed");
  await expect(page.getByRole("main")).toContainText("does not want staff here to see");
  await isAccessibleWideAndNarrow(page);
  await page.getByRole("button", { name: "Sign out" }).click();
  await signIn(page, people.ED_NURSE);
  await open(page, people.HALLIDAY);
  await expect(heading(page)).toHaveText("This person has not agreed");
  await page.getByRole("link", { name: "They agree now" }).click();
  await expect(heading(page)).toContainText("agree now");
  await isAccessibleWideAndNarrow(page);
  await page.getByLabel("Yes, they agree now").check();
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(heading(page)).toHaveText("Care at home");
});

test("who must look all the same says why, by keyboard alone", async ({ page }) => {
  await signIn(page, people.WARD_NURSE);
  await open(page, people.WOJCIK);
  await page.getByLabel("No", { exact: true }).check();
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByRole("link", { name: "You must look although they did not agree" }).focus();
  await page.keyboard.press("Enter");
  await expect(heading(page)).toContainText("does not want you to look");
  await isAccessibleWideAndNarrow(page);
  const look = page.getByRole("button", { name: "Look, and tell the privacy officer why" });
  await look.focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("alert")).toContainText("Choose why you must look");
  await isAccessibleWideAndNarrow(page);
  await page.getByLabel("It is an emergency").focus();
  await page.keyboard.press("Space");
  await page.getByLabel("What is it about?").focus();
  await page.keyboard.type("found unconscious at home");
  await look.focus();
  await page.keyboard.press("Enter");
  await expect(heading(page)).toHaveText("Care at home");
  await expect(page.getByRole("main")).toContainText("cannot be printed");
  await expect(page.getByRole("button", { name: "Print" })).toHaveCount(0);
  await isAccessibleWideAndNarrow(page);
});

test("the council is not bound by what was said to the hospital", async ({ page }) => {
  await signIn(page, people.WARD_NURSE);
  await open(page, people.GALLAGHER);
  await agree(page);
  const address = new URL(page.url()).pathname;
  await page.goto(`${address}/permission`);
  await page.getByLabel("No", { exact: true }).check();
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByRole("button", { name: "Sign out" }).click();
  await signIn(page, people.SOCIAL_WORKER);
  await page.goto(address);
  await expect(heading(page)).toHaveText("Care at home");
});

test.describe("without a script", () => {
  test.use({ javaScriptEnabled: false });

  test("the questions work the same", async ({ page }) => {
    await look(page, people.WARD_NURSE, people.PRITCHARD);
    await expect(heading(page)).toHaveText("Care at home");
    const address = page.url();
    await page.goto(`${address}/permission`);
    await page.getByLabel("No", { exact: true }).check();
    await page.getByRole("button", { name: "Continue" }).click();
    await page.getByRole("link", { name: "You must look although they did not agree" }).click();
    await page.getByLabel("To keep them or somebody else safe").check();
    await page.getByLabel("What is it about?").fill("her son threatens to come here");
    await page.getByRole("button", { name: "Look, and tell the privacy officer why" }).click();
    await expect(heading(page)).toHaveText("Care at home");
  });
});
