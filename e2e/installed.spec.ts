// The service as it is installed, behind a gateway with TLS: in and out by a real provider, without
// script, and inside the window of a patient system.

import type { Page } from "@playwright/test";
import { expect, onThisMachine, test } from "./service.ts";
import { isAccessible } from "./ward.ts";

test.use(onThisMachine);
test.beforeEach(async ({ service }) => service.clock());

// The provider's own page: who it is.
async function proveThere(page: Page) {
  await page.getByPlaceholder("Enter any login").fill("mensah");
  await page.getByPlaceholder("and password").fill("x");
  await page.getByRole("button", { name: "Sign-in" }).click();
}

// The same for the first time, when it also asks whether we may know.
async function signInThere(page: Page) {
  await proveThere(page);
  await page.getByRole("button", { name: "Continue" }).click();
}

async function comeIn(page: Page, pages: string) {
  await page.goto(`${pages}/`);
  await page.getByRole("button", { name: /your hospital account/ }).click();
  await signInThere(page);
  await expect(page.getByRole("banner")).toContainText("Ama Mensah, Ward nurse or doctor");
}

test("a nurse comes in by her hospital's sign-in, and signing out leads there and back", async ({ page, service }) => {
  await page.goto(`${service.pages}/`);
  await isAccessible(page);
  await comeIn(page, service.pages);
  const refused: string[] = [];
  page.on("console", (line) => line.text().includes("Content Security Policy") && refused.push(line.text()));
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.waitForURL((address) => address.href.startsWith(`${service.provider}/session/end`));
  await page.getByRole("button", { name: "Yes, sign me out" }).click();
  await page.waitForURL(`${service.pages}/`);
  await expect(page.getByRole("button", { name: /your hospital account/ })).toBeVisible();
  await expect(page.getByRole("button", { name: "Sign out" })).toHaveCount(0);
  await page.getByRole("button", { name: /your hospital account/ }).click();
  await expect(page.getByPlaceholder("Enter any login"), "the provider knows nobody").toBeVisible();
  expect(refused).toEqual([]);
});

test("behind a gateway each computer is known by its own address", async ({ page, service }) => {
  await comeIn(page, service.pages);
  await page.getByRole("link", { name: /where you are signed in/ }).click();
  await expect(page.getByRole("main")).toContainText(service.computer);
  await expect(page.getByRole("main")).not.toContainText("127.0.0.1");
});

test("who turns back at the provider reads that they are not signed in, and goes on from there", async ({ page, service }) => {
  await page.goto(`${service.pages}/`);
  await page.getByRole("button", { name: /your hospital account/ }).click();
  await page.getByRole("link", { name: /Cancel/ }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("You are not signed in");
  await isAccessible(page);
  await page.getByRole("button", { name: "Try again" }).click();
  await signInThere(page);
  await expect(page.getByRole("banner")).toContainText("Ama Mensah");
});

test.describe("without script", () => {
  test.use({ javaScriptEnabled: false });

  test("h30: a screen is locked, opened again where it was, and signed out", async ({ page, service }) => {
    await comeIn(page, service.pages);
    await page.goto(`${service.pages}/wards`);
    await page.getByRole("button", { name: "Lock" }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("This screen is locked");
    await page.goto(`${service.pages}/find`);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("This screen is locked");
    // A proof is known by its second: this one is a later one.
    await service.clock(2);
    await page.getByRole("button", { name: "Sign in again as Ama Mensah" }).click();
    await proveThere(page);
    await expect(page).toHaveURL(`${service.pages}/wards`);
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByRole("button", { name: "Yes, sign me out" }).click();
    await page.waitForURL(`${service.pages}/`);
    await page.goto(`${service.pages}/wards`);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("You were signed out");
  });
});

test("in the window of the patient system a launched nurse works as in her own", async ({ page, service }) => {
  await page.goto(service.frames(await service.link()));
  const inside = page.frameLocator("iframe");
  await expect(inside.getByRole("banner")).toContainText("Ben Carey, Ward nurse or doctor");
  await inside.getByRole("link", { name: "Homeward", exact: true }).click();
  await expect(inside.getByRole("banner")).toContainText("Ben Carey");
  await inside.getByRole("button", { name: "Lock" }).click();
  await expect(inside.getByRole("heading", { level: 1 })).toHaveText("This screen is locked");
  const cookies = await page.context().cookies(service.pages);
  const session = cookies.find(({ name }) => name === "__Host-homeward");
  expect(session).toMatchObject({ sameSite: "None", secure: true, httpOnly: true });
  const own = await page.context().newPage();
  await own.goto(`${service.pages}/wards`);
  await expect(own.getByRole("heading", { level: 1 }), "the cookie is that frame's alone").toHaveText("You were signed out");
});

test("no other site shows us inside its own pages", async ({ page, service }) => {
  const refused = page.waitForEvent("console", (line) => line.text().includes("frame-ancestors"));
  await page.goto(service.stranger(`${service.pages}/`));
  await refused;
  const inside = () => page.frames().filter((each) => each !== page.mainFrame());
  // The browser says why before it puts its own page there.
  await expect.poll(() => inside().map((each) => each.url())).toEqual(["chrome-error://chromewebdata/"]);
});
