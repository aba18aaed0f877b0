// The acceptance walk-through at night, as far as today's screens reach, read aloud by a browser.

import { expect, test } from "./demo.ts";
import * as people from "./people.ts";
import { agree, look, namesNobody, open, signIn } from "./ward.ts";

test.use({ begin: "2026-08-12T02:10" });

test("1: Mrs Okoro's nurse rings her provider and wakes no social worker", async ({ page }) => {
  await page.goto("/");
  const card = page.locator(".hw-scenes li").filter({ hasText: "02:10" });
  await card.getByRole("button").click();
  await agree(page);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Care at home");
  const answer = page.locator("#care-at-home");
  await expect(answer.locator("dt")).toHaveCount(7);
  await expect(answer).toContainText("4 visits a day, 2 carers");
  await expect(answer).toContainText("Meadow Homecare");
  await expect(answer).toContainText("Running");
  const night = answer.getByRole("link", { name: /01632 960 ?124/ });
  await expect(night).toHaveAttribute("href", "tel:01632960124");
  await expect(answer).toContainText("The council is closed now and next reads today at 08:45.");
  await namesNobody(page, "Okoro", "OKORO", "9997002024", "999 700 2024");
  await page.getByRole("button", { name: "Same person" }).click();
  await expect(page.getByRole("heading", { name: "Is this the same person?" })).toHaveCount(0);
  await page.getByRole("button", { name: "Yes", exact: true }).click();
  await expect(page.getByText("Thank you. Your answer is counted.")).toBeVisible();
  await page.getByRole("button", { name: "Went home because of this" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Care at home");
});

test("4: Ms Khan's birth date differs by a digit, and nobody is shown", async ({ page }) => {
  await look(page, people.WARD_NURSE, people.KHAN);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(
    "We may have a record but cannot be sure",
  );
  await expect(page.getByRole("main")).toContainText("The date of birth does not agree.");
  await expect(page.getByRole("main")).not.toContainText("Homecare");
});

test("6: a nurse opens her neighbour when she has said why", async ({ page }) => {
  await look(page, "Katherine Morris", people.FAIRBROTHER);
  await expect(page.getByRole("banner")).toContainText("Katherine Morris");
  await expect(page.locator("#care-at-home")).toHaveCount(0);
  await page.getByLabel("Your reason").fill("I am her named nurse on this shift");
  await page.getByRole("button", { name: "Look, with this reason" }).click();
  await agree(page);
  await expect(page.locator("#care-at-home")).toContainText("Meadow Homecare");
});

test("7: an open enquiry stands above the fold and not on paper", async ({ page }) => {
  await page.setViewportSize({ width: 1024, height: 768 });
  await look(page, people.WARD_NURSE, people.GALLAGHER);
  const same = page.getByRole("button", { name: "Same person" });
  await same.click();
  const safety = page.locator("#care-at-home").getByText("Safeguarding enquiry open");
  await expect(safety.first()).toBeInViewport();
  await page.getByRole("button", { name: "Print" }).click();
  await page.getByRole("button", { name: "Make the sheet" }).click();
  await expect(page.getByText("Not valid after")).toBeVisible();
  await expect(page.getByRole("main")).not.toContainText("enquiry open");
  await expect(page.getByRole("main")).toContainText("Left off this sheet: safeguarding");
});

test("the ward list leads to the patient and back without a name in the address", async ({ page }) => {
  await signIn(page, people.WARD_NURSE);
  await page.goto("/wards/7B");
  await page.getByRole("link", { name: /PRITCHARD/ }).click();
  await namesNobody(page, "Pritchard", "PRITCHARD", "9997004043");
  await agree(page);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Care at home");
});

test("a clerk sees no record, and finds a patient all the same", async ({ page }) => {
  await signIn(page, people.CLERK);
  await open(page, people.OKORO);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Your role cannot do this");
});
