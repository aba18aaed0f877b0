// The acceptance walk-through in the morning: the council hears at once, and once.

import { expect, test } from "./demo.ts";
import * as people from "./people.ts";
import { signIn } from "./ward.ts";

test.use({ begin: "2026-08-12T09:05" });

test("2: Mr Lee stands on the council's list, once", async ({ page }) => {
  await signIn(page, people.SOCIAL_WORKER);
  await expect(async () => {
    await page.goto("/council");
    await expect(page.getByRole("row").filter({ hasText: "LEE, Alan" })).toHaveCount(1, { timeout: 500 });
  }).toPass({ timeout: 30_000 });
  await page.getByRole("button", { name: /^Mark \d+ as seen$/ }).click();
  await expect(page.getByRole("row").filter({ hasText: "LEE, Alan" })).toContainText("Seen");
});
