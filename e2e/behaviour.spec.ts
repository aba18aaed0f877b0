// What the components do: under the keyboard, without script, on paper.

import type { Page } from "@playwright/test";
import { expect, test } from "./gallery.ts";

test("a trolley computer shows the first five answers without scrolling", async ({
  page,
  gallery,
}) => {
  await page.setViewportSize({ width: 1024, height: 768 });
  await page.goto(`${gallery}/person.html`);
  const fifth = await page.locator(".hw-answer__line").nth(4).boundingBox();
  expect(fifth!.y + fifth!.height).toBeLessThanOrEqual(768);
});

for (const [width, height] of [[1280, 800], [320, 640], [320, 256]]) {
  test(`the banner never covers what has the focus at ${width} by ${height}`, async ({
    page,
    gallery,
  }) => {
    await page.setViewportSize({ width, height });
    await page.goto(`${gallery}/person.html`);
    const seen = new Set<string>();
    for (let press = 0; press < 30; press += 1) {
      await page.keyboard.press("Tab");
      const [name, covered] = await focus(page);
      expect(covered, `${name} is covered`).toBe(false);
      seen.add(name);
    }
    expect(seen.size, "different things that took the focus").toBeGreaterThan(12);
  });
}

test("the second skip link leads to the provider's number within six tab stops", async ({
  page,
  gallery,
}) => {
  await page.goto(`${gallery}/person.html`);
  const skip = page.getByRole("link", { name: "Skip to care at home" });
  await skip.focus();
  await page.keyboard.press("Enter");
  let stops = 0;
  for (let name = ""; !name.startsWith("01632") && stops <= 6; stops += 1) {
    await page.keyboard.press("Tab");
    [name] = await focus(page);
  }
  expect(stops).toBeLessThanOrEqual(6);
});

test("the banner keeps name, birth and number in sight and lets the rest go", async ({
  page,
  gallery,
}) => {
  await page.goto(`${gallery}/person.html`);
  await page.evaluate(() => scrollTo(0, 1000));
  for (const words of ["OKORO", "14-Jul-1945", "999 123 4519"]) {
    await expect(page.getByText(words, { exact: true }).first()).toBeInViewport();
  }
  await expect(page.getByText("12 Meadow Lane")).not.toBeInViewport();
});

test("whatever is pressed is at least 44 px high", async ({ page, gallery }) => {
  for (const name of ["person.html", "form.html", "list.html"]) {
    await page.goto(`${gallery}/${name}`);
    const small = await page
      .locator("button, .nhsuk-button, a[href^='tel:'], footer a, .nhsuk-back-link, .nhsuk-card a")
      .evaluateAll((all) =>
        all
          .filter((one) => one.getBoundingClientRect().height < 43.5)
          .map((one) => `${one.textContent} ${one.getBoundingClientRect().height}`),
      );
    expect(small, name).toEqual([]);
  }
});

test("a page's heading is read first, a list of errors before it", async ({ page, gallery }) => {
  await page.goto(`${gallery}/person.html`);
  await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
  await page.goto(`${gallery}/form.html`);
  await expect(page.locator(".nhsuk-error-summary")).toBeFocused();
});

test("Escape closes details and gives the focus back", async ({ page, gallery }) => {
  await page.goto(`${gallery}/person.html`);
  const details = page.locator("details");
  await page.getByText("Earlier messages").click();
  await expect(details).toHaveAttribute("open");
  await page.keyboard.press("Escape");
  await expect(details).not.toHaveAttribute("open");
  await expect(page.locator("summary")).toBeFocused();
});

test("one press of feedback is sent with its hidden fields and the page stays", async ({
  page,
  gallery,
}) => {
  await page.goto(`${gallery}/person.html`);
  const sent = page.waitForRequest((request) => request.method() === "POST");
  await page.getByRole("button", { name: "Partly" }).click();
  expect((await sent).postData()).toBe("window=w1&answered=partly");
  await expect(page.getByText("Thank you. Your answer is counted.")).toBeFocused();
  await expect(page.getByRole("button", { name: "Partly" })).toHaveCount(0);
  expect(page.url()).toBe(`${gallery}/person.html`);
});

test("changes are announced and nothing moves", async ({ page, gallery }) => {
  await page.goto(`${gallery}/list.html`);
  const status = page.getByRole("status");
  await expect(status).toHaveText("3 changes. Refresh");
  await expect(status.getByRole("link", { name: "Refresh" })).toHaveAttribute("href", "/list.html");
});

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? "with script" : "without script", () => {
    test.use({ javaScriptEnabled });

    test("a chosen answer shows the fields that belong to it", async ({ page, gallery }) => {
      await page.goto(`${gallery}/form.html`);
      const why = page.getByLabel("Why could you not ask?");
      await expect(why).toBeHidden();
      await page.getByLabel("I could not ask").check();
      await expect(why).toBeVisible();
      await page.getByLabel("No", { exact: true }).check();
      await expect(why).toBeHidden();
    });
  });
}

test.describe("without script", () => {
  test.use({ javaScriptEnabled: false });

  test("feedback is an ordinary form", async ({ page, gallery }) => {
    await page.goto(`${gallery}/person.html`);
    const sent = page.waitForRequest((request) => request.method() === "POST");
    await page.getByRole("button", { name: "Yes" }).click();
    expect((await sent).postData()).toBe("window=w1&answered=yes");
  });
});

test("the handover sheet is one side of A4 without anything to press", async ({
  page,
  gallery,
}) => {
  await page.goto(`${gallery}/sheet.html`);
  const pdf = (await page.pdf({ preferCSSPageSize: true })).toString("latin1");
  expect(pdf.match(/\/Type\s*\/Page\b/g)).toHaveLength(1);
  await page.emulateMedia({ media: "print" });
  for (const part of ["header", "footer"]) {
    await expect(page.locator(`body > ${part}`)).toBeHidden();
  }
});

test("printed states are words in a frame", async ({ page, gallery }) => {
  await page.goto(`${gallery}/person.html`);
  await page.emulateMedia({ media: "print" });
  const tag = page.getByText("Overdue", { exact: true });
  await expect(tag).toBeVisible();
  await expect(tag).toHaveCSS("color", "rgb(0, 0, 0)");
  await expect(tag).toHaveCSS("background-color", "rgba(0, 0, 0, 0)");
});

test("a dead person's banner differs by more than colour", async ({ page, gallery }) => {
  await page.goto(`${gallery}/died.html`);
  const banner = page.getByRole("region", { name: "Patient", exact: true });
  await expect(banner).toHaveCSS("background-image", /repeating-linear-gradient/);
  await expect(banner).toHaveCSS("border-top-style", "double");
  await expect(banner).toContainText("Died");
});

// The name of what has the focus, and whether the banner lies over it.
async function focus(page: Page): Promise<[string, boolean]> {
  return page.evaluate(() => {
    const one = document.activeElement!;
    const banner = document.querySelector(".hw-patient")!.getBoundingClientRect();
    const { top, bottom } = one.getBoundingClientRect();
    const covered = one !== document.body && top < banner.bottom && bottom > banner.top;
    return [one.textContent!.trim(), covered && !one.matches(".nhsuk-skip-link")];
  });
}
