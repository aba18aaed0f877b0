// The match desk: two people join a pair and the ward reads, one takes it back and the ward is shut;
// by mouse, by keyboard, without script, narrow, in forced colours and on paper.

import type { Page } from "@playwright/test";
import { expect, test } from "./demo.ts";
import * as people from "./people.ts";
import { agree, isAccessible, look, namesNobody, open, signIn } from "./ward.ts";

// A demonstration of its own: what one test decides, no test of another file finds decided.
test.use({ begin: "2026-08-12T10:10" });

async function pair(page: Page, name: string, patient: string) {
  await signIn(page, name);
  await page.getByRole("banner").getByRole("link", { name: "Match desk" }).click();
  await page.getByRole("link", { name: patient }).first().click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Is this the same person?");
}

async function answer(page: Page, label: string) {
  await page.getByLabel(label).check();
  await page.getByRole("button", { name: /^Save my answer/ }).click();
}

const heading = (page: Page) => page.getByRole("heading", { level: 1 });

test("4: Ms Khan: the match desk answers twice, the page opens, and shuts when one takes it back", async ({ page }) => {
  await pair(page, people.SOCIAL_WORKER, "KHAN, Farzana (Ms)");
  const born = page.getByRole("row", { name: /Date of birth/ }).first();
  await expect(born).toContainText("14-Jun-1957");
  await expect(born).toContainText("19-Jun-1957");
  await namesNobody(page, "Khan", "KHAN", people.KHAN);
  await answer(page, "Same person");
  await expect(page.getByRole("alert")).toContainText("A second person must agree");
  await expect(page.getByLabel("Same person")).toHaveCount(0);

  await pair(page, people.HOSPITAL_LEAD, "KHAN, Farzana (Ms)");
  await answer(page, "Same person");
  await expect(heading(page)).toContainText("You are the second person to say so");
  await isAccessible(page);
  await page.getByRole("button", { name: "Yes, the same person" }).click();
  await expect(page.getByRole("alert")).toContainText("the record opens on the ward");
  const address = page.url().split("?")[0];

  await look(page, "Aoife Doyle", people.KHAN);
  await expect(heading(page)).toHaveText("Care at home");
  await expect(page.locator("#care-at-home")).toContainText("Meadow Homecare");

  await signIn(page, people.SOCIAL_WORKER);
  await page.goto(address);
  await page.getByRole("button", { name: /^Take back/ }).last().click();
  await expect(page.getByRole("alert")).toContainText("Taken back.");
  await look(page, "Aoife Doyle", people.KHAN);
  await expect(heading(page)).toHaveText("We may have a record but cannot be sure");
  await expect(page.getByRole("main")).toContainText("The records teams of hospital and council have had it since");

  await signIn(page, people.HOSPITAL_OFFICER);
  await page.getByRole("button", { name: "Go to your list" }).click();
  await page.getByRole("link", { name: "Matches that were withdrawn" }).click();
  await page.getByRole("row", { name: /KHAN/ }).getByRole("link").click();
  await expect(page.getByRole("row", { name: /Aoife Doyle/ })).toContainText("Opened the record");
  await isAccessible(page);
});

test("one person parts a pair, and it waits no longer", async ({ page }) => {
  await pair(page, people.COUNCIL_LEAD, people.ENTWISTLE);
  const wife = page.getByRole("region", { name: "Westshire Council, entry B" });
  await wife.getByLabel("Different people").check();
  await wife.getByRole("button", { name: /^Save my answer/ }).click();
  await expect(page.getByRole("alert")).toContainText("This record does not open for this patient.");
  await expect(page.getByText("Parted")).toBeVisible();
});

test("a match that a nurse reported is hidden from the ward and waits at the desk", async ({ page }) => {
  await look(page, "Gareth Lewis", "999 701 6181");
  await expect(heading(page)).toHaveText("We may have a record but cannot be sure");
  await pair(page, people.SOCIAL_WORKER, people.ORMEROD);
  await expect(page.getByText("Reported as wrong")).toBeVisible();
  await page.getByRole("button", { name: "Take it" }).click();
  await expect(page.getByText("You have taken it.")).toBeVisible();
});

test("the desk has no barriers, wide and narrow", async ({ page }, info) => {
  await signIn(page, people.SOCIAL_WORKER);
  for (const width of [1280, 320]) {
    await page.setViewportSize({ width, height: 800 });
    await page.goto("/match-desk");
    await isAccessible(page);
    await page.screenshot({ path: info.outputPath(`queue-${width}.png`), fullPage: true });
    for (const patient of [people.ELLWOOD, people.ENTWISTLE, "THRELFALL, Jean (Mrs)"]) {
      await page.goto("/match-desk");
      await page.getByRole("link", { name: patient }).first().click();
      for (const more of await page.locator("summary").all()) {
        await more.click();
      }
      await isAccessible(page);
      await page.screenshot({ path: info.outputPath(`${patient}-${width}.png`), fullPage: true });
      await page.getByRole("button", { name: /^Save my answer/ }).first().click();
      await expect(page.getByRole("alert")).toContainText("Choose one of the answers");
      await isAccessible(page);
    }
  }
  await signIn(page, people.COUNCIL_LEAD);
  await page.goto("/match-desk/withdrawn");
  await isAccessible(page);
});

test("a clerk decides by keyboard alone", async ({ page }) => {
  await pair(page, people.SOCIAL_WORKER, people.COPE);
  await page.getByLabel("Not sure").focus();
  await page.keyboard.press("Space");
  await page.keyboard.press("Tab");
  await page.keyboard.type("Asked the practice");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("alert")).toContainText("The pair still waits.");
  await expect(page.getByRole("main")).toContainText("Asked the practice");
});

test("in forced colours and on paper the pair says the same", async ({ page }, info) => {
  await pair(page, people.SOCIAL_WORKER, people.ELLWOOD);
  await page.emulateMedia({ forcedColors: "active" });
  await expect(page.getByRole("row", { name: /Given name/ }).first()).toContainText("Rose");
  await page.screenshot({ path: info.outputPath("forced.png"), fullPage: true });
  await page.emulateMedia({ forcedColors: "none", media: "print" });
  await expect(page.getByRole("button", { name: /^Save my answer/ })).toBeHidden();
  await expect(page.getByRole("row", { name: /Date of birth/ }).first()).toBeVisible();
  await page.screenshot({ path: info.outputPath("paper.png"), fullPage: true });
});

test.describe("without script", () => {
  test.use({ javaScriptEnabled: false });

  test("two people join a pair by pages and forms, and the ward reads", async ({ page }) => {
    await pair(page, people.SOCIAL_WORKER, people.ROWBOTHAM);
    await answer(page, "Same person");
    await expect(page.getByRole("main")).toContainText("A second person must agree");
    await pair(page, people.HOSPITAL_OFFICER, people.ROWBOTHAM);
    await answer(page, "Same person");
    await page.getByRole("button", { name: "Yes, the same person" }).click();
    await expect(page.getByRole("main")).toContainText("the record opens on the ward");
    await signIn(page, "Chloe Barker");
    await open(page, "999 701 7080");
    await agree(page);
    await expect(heading(page)).toHaveText("Care at home");
  });
});
