// By keyboard, without script, at 400 % zoom, in forced colours and on paper.

import { expect, test } from "./demo.ts";
import * as people from "./people.ts";
import { agree, isAccessible, look, open, signIn } from "./ward.ts";

// A demonstration of its own: what one test answers, no test of another file finds answered.
test.use({ begin: "2026-08-12T03:00" });

test("the provider's number is six tab stops from the skip link at most", async ({ page }) => {
  await look(page, people.ED_NURSE, people.OKORO);
  await page.getByRole("button", { name: "Same person" }).click();
  await page.goto(page.url());
  await page.getByRole("link", { name: "Skip to care at home" }).focus();
  await expect(page.locator(":focus")).toBeInViewport();
  await page.keyboard.press("Enter");
  let stops = 0;
  for (; stops < 6; stops++) {
    await page.keyboard.press("Tab");
    if ((await page.locator(":focus").getAttribute("href"))?.startsWith("tel:")) {
      break;
    }
  }
  expect(stops).toBeLessThan(6);
  await expect(page.locator(":focus")).toBeInViewport();
});

test("a nurse comes in, finds, answers and reads by keyboard alone", async ({ page }) => {
  await page.goto("/");
  await page.getByRole("button", { name: /^Conor Byrne, / }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("banner")).toContainText("Conor Byrne");
  await page.goto("/find");
  await page.getByLabel("NHS number or hospital number").focus();
  await page.keyboard.type("9997002024");
  await page.keyboard.press("Enter");
  await page.getByRole("main").getByRole("table").getByRole("link").first().focus();
  await page.keyboard.press("Enter");
  await page.waitForURL(/permission$/);
  await page.getByLabel("Yes", { exact: true }).focus();
  await page.keyboard.press("Space");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Care at home");
});

test("zoomed to 400 %, nothing scrolls sideways and nothing is cut", async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 256 });
  await look(page, people.WARD_NURSE, people.GALLAGHER);
  await isAccessible(page);
  const name = await page.getByRole("row", { name: /^Hospital GALLAGHER/ }).getByRole("cell").first().boundingBox();
  expect(name?.height, "a name stands on a line, not letter by letter").toBeLessThan(60);
});

test("in forced colours the page says the same", async ({ page }) => {
  await page.emulateMedia({ forcedColors: "active" });
  await look(page, people.WARD_NURSE, people.GALLAGHER);
  await expect(page.locator("#care-at-home")).toContainText("Safeguarding enquiry open");
});

test("h19: the handover sheet is one side of paper and says until when it holds", async ({ page }) => {
  await look(page, people.WARD_NURSE, people.GALLAGHER);
  await page.getByRole("button", { name: "Print" }).click();
  await page.getByLabel("Safeguarding, risk to staff and legal details").check();
  await page.getByRole("button", { name: "Make the sheet" }).click();
  await expect(page.getByText("Not valid after")).toBeVisible();
  const pdf = await page.pdf({ format: "A4", preferCSSPageSize: true });
  const pages = pdf.toString("latin1").match(/\/Type\s*\/Page[^s]/g) ?? [];
  expect(pages).toHaveLength(1);
});

test("h22: after signing out the back button shows nothing", async ({ page }) => {
  await look(page, people.WARD_NURSE, people.PRITCHARD);
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.goBack();
  await expect(page.getByRole("main")).not.toContainText("Valley Domiciliary Care");
});

test.describe("without script", () => {
  test.use({ javaScriptEnabled: false });

  test("every task is done by pages and forms", async ({ page }) => {
    await signIn(page, people.WARD_NURSE);
    await page.goto("/wards");
    await page.getByRole("link", { name: /7B/ }).click();
    await expect(page.getByRole("table")).toBeVisible();
    await open(page, people.PRITCHARD);
    await agree(page);
    await expect(page.locator("#care-at-home")).toContainText("On hold since");
    await page.getByRole("button", { name: "Same person" }).click();
    await page.getByRole("button", { name: "Partly" }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(
      "Thank you. Your answer is counted.",
    );
    await page.getByRole("link", { name: "Back to care at home" }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Care at home");
    await page.getByRole("button", { name: "Print" }).click();
    await page.getByRole("button", { name: "Make the sheet" }).click();
    await expect(page.getByText("Not valid after")).toBeVisible();
    await page.getByRole("button", { name: "Sign out" }).click();
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  });
});
