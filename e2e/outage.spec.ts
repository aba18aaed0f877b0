// The acceptance walk-through when the council's system goes down in the middle of the morning. Its
// database is really taken away, and put back.

import { rename } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "./demo.ts";
import * as people from "./people.ts";
import { isAccessible, look } from "./ward.ts";

test.use({ begin: "2026-08-12T10:30" });

test("5: the council goes down, the page says so, and it comes back by itself", async ({ page, demo }) => {
  const source = join(demo.data, "councils/westshire/westshire.db");
  await look(page, "Magdalena Nowak", people.WHITFIELD);
  await expect(page.getByText(/^All 15 parts checked at/)).toBeVisible();
  const address = page.url();

  await rename(source, `${source}.away`);
  await page.goto(address);
  const down = page.getByRole("region", { name: "We cannot reach Westshire Council" });
  await expect(down).toContainText("Nothing below is current. Last good check:");
  await expect(down).toContainText("01632 960100");
  await expect(page.getByText("Old copy.").first()).toBeVisible();
  await expect(page.locator("#care-at-home")).toContainText("Lantern Home Support");
  await isAccessible(page);

  await rename(`${source}.away`, source);
  await expect(async () => {
    await page.goto(address);
    await expect(page.getByText(/^All 15 parts checked at/)).toBeVisible({ timeout: 1000 });
  }).toPass({ timeout: 60_000 });
  await expect(page.getByText("Old copy.")).toHaveCount(0);
});

test("5: whoever was not looked at before has no copy, and the page bluffs nothing", async ({ page, demo }) => {
  const source = join(demo.data, "councils/westshire/westshire.db");
  await rename(source, `${source}.away`);
  await look(page, "Magdalena Nowak", people.WOJCIK);
  await expect(page.getByRole("region", { name: "We cannot reach Westshire Council" })).toBeVisible();
  await expect(page.locator("#care-at-home")).toContainText("Could not check");
  await expect(page.locator("#care-at-home dt")).toHaveCount(7);
  await isAccessible(page);
  await rename(`${source}.away`, source);
});
