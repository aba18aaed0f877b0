// From the hospital's own patient system to the answer, and what happens when it goes on to another
// patient.

import type { Page } from "@playwright/test";
import { expect, test } from "./demo.ts";
import { isAccessible } from "./ward.ts";

test.use({ begin: "2026-08-12T03:30" });

const NURSE = "ward-nurse-mistry";

// The invented patient system, with somebody at its screen.
async function patientSystem(page: Page, staff = NURSE) {
  await page.goto("/");
  await page.getByRole("link", { name: /patient system \(invented\)/ }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("patient system");
  await page.goto(`${new URL(page.url()).origin}/?staff=${staff}`);
}

// One press there, which opens a page of ours.
async function press(page: Page, words: string, patient: string): Promise<Page> {
  const opened = page.context().waitForEvent("page");
  await page.getByRole("button", { name: `${words}: ${patient}` }).click();
  const ours = await opened;
  await ours.waitForLoadState();
  return ours;
}

async function agree(page: Page) {
  await page.getByLabel("Yes", { exact: true }).check();
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Care at home");
}

test("one press in the patient system leads to the patient, and a second time to the answer", async ({ page }) => {
  await patientSystem(page);
  const first = await press(page, "Social care", "Pritchard, Dorothy");
  await expect(first.getByRole("heading", { level: 1 })).toContainText("Dorothy");
  await expect(first.getByRole("banner")).toContainText("Hema Mistry");
  await agree(first);
  await first.close();
  const second = await press(page, "Social care", "Pritchard, Dorothy");
  await expect(second.getByRole("heading", { level: 1 })).toHaveText("Care at home");
  await expect(second.locator("#care-at-home")).toContainText("On hold since");
  expect(second.url()).not.toMatch(/Pritchard|9997004043|launch/);
  expect(await second.title()).not.toContain("Pritchard");
});

test("a signed link leads to the same patient", async ({ page }) => {
  await patientSystem(page, "ward-nurse-doyle");
  const ours = await press(page, "By signed link", "Pritchard, Dorothy");
  await expect(ours.getByRole("heading", { level: 1 })).toContainText("Dorothy");
  await expect(ours.getByRole("banner")).toContainText("Aoife Doyle");
});

test("h01: a patient who has not come yet is not shown", async ({ page }) => {
  await patientSystem(page);
  const ours = await press(page, "Social care", "Lee, Alan");
  await expect(ours.getByRole("heading", { level: 1 })).toHaveText("We could not be sure who this is");
  await expect(ours.getByRole("main")).not.toContainText("Lee");
  await isAccessible(ours);
});

test("h02: when the patient system goes on to another patient, nothing is sent about the one before", async ({ page }) => {
  await patientSystem(page, "ward-nurse-parmar");
  const before = await press(page, "Social care", "Pritchard, Dorothy");
  await before.getByLabel("I could not ask").check();
  await before.getByLabel("Another reason", { exact: true }).check();
  await before.getByLabel("If another reason, which?").fill("Asleep after theatre");
  const now = await press(page, "Social care", "Gallagher, Thomas");
  await expect(now.getByRole("heading", { level: 1 })).toHaveText("The patient has changed");
  await expect(now.getByRole("main")).toContainText("PRITCHARD");
  await expect(now.getByRole("main")).toContainText("GALLAGHER");
  await isAccessible(now);
  await before.getByRole("button", { name: "Continue" }).click();
  await expect(before.getByRole("heading", { level: 1 })).toHaveText("The patient has changed");
  await expect(before.getByText("Nothing was sent.")).toBeVisible();
  await expect(before.getByLabel("Text 1")).toHaveValue("Asleep after theatre");
  await isAccessible(before);
  await now.getByRole("button", { name: "Open the new patient" }).click();
  await agree(now);
  await expect(now.getByText("Read only")).toHaveCount(0);
});

test("h02: a patient before can still be read, and a page that was left asks nobody", async ({ page }) => {
  await patientSystem(page, "ward-nurse-rees");
  const before = await press(page, "Social care", "Pritchard, Dorothy");
  await agree(before);
  const now = await press(page, "Social care", "Gallagher, Thomas");
  await now.getByRole("button", { name: "Stay, read only" }).click();
  await expect(now.getByRole("heading", { name: "Read only" })).toBeVisible();
  await expect(now.locator("#care-at-home")).toContainText("On hold since");
  await expect(now.getByRole("button", { name: "Print" })).toHaveCount(0);
  await isAccessible(now);
  await before.close();
  await now.getByRole("link", { name: "Open the new patient" }).click();
  await agree(now);
  await now.goto("/wards");
  const third = await press(page, "Social care", "Pritchard, Dorothy");
  await expect(third.getByRole("heading", { level: 1 })).toHaveText("Care at home");
});

test("h02: a press on a page that was left says that the patient has changed", async ({ page }) => {
  await patientSystem(page, "ward-nurse-barker");
  const before = await press(page, "Social care", "Pritchard, Dorothy");
  await agree(before);
  await press(page, "Social care", "Gallagher, Thomas");
  await before.getByRole("button", { name: "Yes", exact: true }).click();
  await expect(before.getByRole("heading", { level: 1 })).toHaveText("The patient has changed");
  await expect(before.getByText("Nothing was sent.")).toBeVisible();
});

test.describe("without script", () => {
  test.use({ javaScriptEnabled: false });

  test("a launch leads to the patient, and another one asks which is meant", async ({ page }) => {
    await patientSystem(page, "ward-nurse-mazur");
    const before = await press(page, "Social care", "Pritchard, Dorothy");
    await agree(before);
    const now = await press(page, "Social care", "Gallagher, Thomas");
    await expect(now.getByRole("heading", { level: 1 })).toHaveText("The patient has changed");
  });
});
