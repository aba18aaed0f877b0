// The acceptance walk-through on a Friday, twenty minutes after the council has closed.

import { expect, test } from "./demo.ts";
import * as people from "./people.ts";
import { look } from "./ward.ts";

test.use({ begin: "2026-08-14T16:50" });

test("3: nobody promises Mrs Pritchard's Saturday", async ({ page }) => {
  await look(page, people.WARD_NURSE, people.PRITCHARD);
  const answer = page.locator("#care-at-home");
  await expect(answer).toContainText("On hold since");
  await expect(answer).toContainText("24 hours' notice");
  await expect(answer).toContainText("The council is closed now and next reads Monday at 08:45.");
  await expect(answer).toContainText(/01632 960 ?101/);
  await expect(answer).toContainText("Not yet confirmed. Do not rely on care until it is");
  const words = await page.getByRole("main").innerText();
  expect(words.replace("Not yet confirmed", "")).not.toContain("onfirmed");
});
