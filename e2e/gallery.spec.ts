// Every component, as a browser shows it: nothing for axe to complain about, nothing cut, nothing
// covered, on a ward computer, a trolley, a telephone and paper.

import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, pages, test } from "./gallery.ts";

const screens = {
  desktop: { width: 1280, height: 800 },
  trolley: { width: 1024, height: 768 },
  "320 px": { width: 320, height: 640 },
};

async function shot(page: Page, name: string) {
  if (process.env.HOMEWARD_SHOTS) {
    await page.screenshot({ path: `${process.env.HOMEWARD_SHOTS}/${name}.png`, fullPage: true });
  }
}

for (const name of pages) {
  for (const [screen, viewport] of Object.entries(screens)) {
    test(`${name} is accessible and fits at ${screen}`, async ({ page, gallery }) => {
      await page.setViewportSize(viewport);
      await page.goto(`${gallery}/${name}`);
      await shot(page, `${name}-${viewport.width}`);
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)])).toEqual([]);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(wide, "pixels to scroll sideways").toBeLessThanOrEqual(0);
    });
  }
}
