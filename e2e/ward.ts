// What a person on a ward does, step by step, so that the tests read like a shift.

import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect } from "./demo.ts";

// Comes in as an invented member of staff.
export async function signIn(page: Page, name: string) {
  await page.goto("/");
  await page.getByRole("button", { name: new RegExp(`^${name}, `) }).click();
  await expect(page.getByRole("banner")).toContainText(name);
}

// Finds a patient by NHS number and opens them.
export async function open(page: Page, nhsNumber: string) {
  await page.goto("/find");
  await page.getByLabel("NHS number or hospital number").fill(nhsNumber);
  await page.getByRole("button", { name: "Find" }).click();
  await page.getByRole("main").getByRole("table").getByRole("link").first().click();
}

// Answers the question of permission, where it is asked.
export async function agree(page: Page) {
  if (page.url().endsWith("/permission")) {
    await page.getByLabel("Yes", { exact: true }).check();
    await page.getByRole("button", { name: "Continue" }).click();
  }
}

// Signs in, finds the patient, answers: the way to a page in one step.
export async function look(page: Page, name: string, nhsNumber: string) {
  await signIn(page, name);
  await open(page, nhsNumber);
  await agree(page);
}

// Nothing that axe knows of stands in anybody's way, and nothing scrolls sideways.
export async function isAccessible(page: Page) {
  const found = await new AxeBuilder({ page }).analyze();
  const told = found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join(" | ")}`);
  expect(told).toEqual([]);
  const width = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(width, "scrolls sideways").toBeLessThanOrEqual(0);
}

// Nothing of a person stands in the address or the title.
export async function namesNobody(page: Page, ...canaries: string[]) {
  const where = decodeURIComponent(page.url()) + (await page.title());
  for (const canary of canaries) {
    expect(where).not.toContain(canary);
  }
}
