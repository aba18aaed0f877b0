// The privacy desk: a nurse who looked at her neighbour stands on the list with her reason, an officer
// decides, and the report for the person prints; by keyboard, without script, narrow and on paper.

import type { Page } from "@playwright/test";
import { expect, test } from "./demo.ts";
import * as people from "./people.ts";
import { isAccessible, namesNobody, signIn } from "./ward.ts";

// A demonstration of its own: what one test decides, no test of another file finds decided.
test.use({ begin: "2026-08-12T11:10" });

const COUNCIL_OFFICER = "Julie Hart";

async function desk(page: Page) {
  await signIn(page, people.HOSPITAL_OFFICER);
  await page.getByRole("banner").getByRole("link", { name: /^Privacy desk/ }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Privacy desk");
}

async function item(page: Page) {
  const row = page.getByRole("row", { name: /FAIRBROTHER/ }).last();
  await row.getByRole("link", { name: /^Item/ }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Item");
}

async function report(page: Page) {
  await page.goto("/privacy/people");
  await page.getByLabel("NHS number or hospital number").fill(people.FAIRBROTHER);
  await page.getByRole("button", { name: "Find" }).click();
  await isAccessible(page);
  await page.getByRole("link", { name: "Who looked", exact: true }).last().click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Who looked at this record");
}

test("6: one nurse looked at a neighbour: her reason is there, and the report prints", async ({ page }) => {
  await desk(page);
  const row = page.getByRole("row", { name: /FAIRBROTHER/ });
  await expect(row).toContainText("Lives at the same postcode");
  await expect(row).toContainText("I am her named nurse on this shift");
  await expect(row).toContainText("Katherine Morris");
  await isAccessible(page);
  await item(page);
  await isAccessible(page);
  await namesNobody(page, "Fairbrother", "FAIRBROTHER", "9997007077", "Morris");
  await expect(page.getByRole("main")).not.toContainText("Homecare");
  await report(page);
  await expect(page.getByRole("main")).toContainText("Katherine Morris");
  await expect(page.getByRole("main")).toContainText("Their reason: “I am her named nurse on this shift”");
  await expect(page.getByRole("main")).toContainText("care and services");
  await isAccessible(page);
  await namesNobody(page, "Fairbrother", "FAIRBROTHER", "9997007077", "Morris");
  await page.emulateMedia({ media: "print" });
  await expect(page.getByText("Katherine Morris").first()).toBeVisible();
  await expect(page.getByText("care and services").first()).toBeVisible();
});

test("an officer takes an item, asks, decides by keyboard, and opens it again", async ({ page }) => {
  await desk(page);
  await item(page);
  await page.getByRole("button", { name: "Take it" }).click();
  await expect(page.getByRole("main")).toContainText("You have taken it.");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("alert")).toContainText("Choose what becomes of it");
  await isAccessible(page);
  await page.getByLabel("Right", { exact: true }).focus();
  await page.keyboard.press("Space");
  await page.keyboard.press("Tab");
  await page.keyboard.type("She was on the rota");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("main")).toContainText("“She was on the rota”");
  await isAccessible(page);
  await page.getByLabel("Why must it be looked at again?").fill("The ward says otherwise");
  await page.getByRole("button", { name: "Open it again" }).click();
  await expect(page.getByText("What becomes of it?")).toBeVisible();
});

test("the watch list says nobody's number", async ({ page }) => {
  await desk(page);
  await page.getByRole("link", { name: "Watch list" }).click();
  await page.getByLabel("NHS number or hospital number").fill(people.LEE);
  await page.getByLabel("They work for us").check();
  await page.getByLabel("Who asked for it, or why?").fill("He is a porter here");
  await page.getByRole("button", { name: "Put on the list" }).click();
  await expect(page.getByRole("main")).toContainText("Number ending 3039");
  await expect(page.getByRole("main")).not.toContainText(people.LEE);
  await isAccessible(page);
});

test("the council's officer reads it and the hospital decides", async ({ page }) => {
  await signIn(page, COUNCIL_OFFICER);
  await page.getByRole("banner").getByRole("link", { name: /^Privacy desk/ }).click();
  await item(page);
  await expect(page.getByRole("main")).toContainText("The privacy officer of the user's own organisation decides.");
  await expect(page.getByRole("button", { name: "Save" })).toHaveCount(0);
});

test("a copy is saved as a file, with a reason", async ({ page }) => {
  await desk(page);
  await page.getByRole("link", { name: /report and copy/ }).click();
  await page.getByLabel("NHS number or hospital number").fill(people.FAIRBROTHER);
  await page.getByRole("button", { name: "Find" }).click();
  await page.getByRole("link", { name: "Copy of all that is held" }).click();
  await isAccessible(page);
  await page.getByLabel("Reason").fill("She asked on 3 August");
  const saving = page.waitForEvent("download");
  await page.getByRole("button", { name: "Save it for reading" }).click();
  expect((await saving).suggestedFilename()).toBe("copy.html");
});

test.describe("narrow", () => {
  test.use({ viewport: { width: 320, height: 640 } });

  test("the desk, an item and the report fit into 320 pixels", async ({ page }) => {
    await desk(page);
    await isAccessible(page);
    await item(page);
    await isAccessible(page);
    await report(page);
    await isAccessible(page);
  });
});

test.describe("without script", () => {
  test.use({ javaScriptEnabled: false });

  test("an officer reads, filters and decides", async ({ page }) => {
    await desk(page);
    await page.getByLabel("Why they are here").selectOption("neighbour");
    await page.getByRole("button", { name: "Show" }).click();
    await expect(page.getByRole("main")).toContainText("Shown: Waiting · Lives at the same postcode");
    await item(page);
    await page.getByLabel("User to be asked").check();
    await page.getByLabel("What did you find, or what do you ask?").fill("Were you her nurse that day?");
    await page.getByRole("button", { name: "Save" }).click();
    await expect(page.getByRole("main")).toContainText("“Were you her nurse that day?”");
  });
});
