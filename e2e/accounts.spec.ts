// Accounts with passkeys, in a browser whose authenticator is Chromium's own virtual one: invited,
// in, out, in again, a colleague, a lost telephone, and shut out in the middle of the work.

import type { Browser, BrowserContext, CDPSession, Page } from "@playwright/test";
import { expect, test } from "./demo.ts";
import { isAccessible } from "./ward.ts";

// A demonstration of its own, and its tests one after the other: they are one story.
test.use({ begin: "2026-08-12T09:10" });
test.describe.configure({ mode: "serial" });

// Somebody with a browser and a security key of their own.
class Person {
  private constructor(
    readonly context: BrowserContext,
    readonly page: Page,
    readonly devtools: CDPSession,
    readonly key: string,
  ) {}

  static async with(browser: Browser): Promise<Person> {
    const context = await browser.newContext();
    const page = await context.newPage();
    const devtools = await context.newCDPSession(page);
    await devtools.send("WebAuthn.enable");
    const { authenticatorId } = await devtools.send("WebAuthn.addVirtualAuthenticator", {
      options: {
        protocol: "ctap2",
        transport: "internal",
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    });
    return new Person(context, page, devtools, authenticatorId);
  }

  // Opens a link, makes a passkey and comes in.
  async accept(link: string, name: string) {
    await this.page.goto(link);
    await expect(this.heading()).toContainText("Make your passkey");
    await expect(this.heading()).toContainText(name);
    expect(this.page.url(), "the secret stays in nobody's history").not.toContain("#");
    await isAccessible(this.page);
    await this.page.getByRole("button", { name: "Make my passkey" }).click();
    await expect(this.page.getByRole("banner")).toContainText(name);
  }

  async signIn(origin: string) {
    await this.page.goto(`${origin}/`);
    await this.page.getByRole("button", { name: "Sign in with a passkey" }).click();
  }

  async signOut() {
    await this.page.getByRole("button", { name: "Sign out" }).click();
    await expect(this.page.getByRole("button", { name: "Sign out" })).toHaveCount(0);
  }

  heading() {
    return this.page.getByRole("heading", { level: 1 });
  }

  async credentials() {
    const { credentials } = await this.devtools.send("WebAuthn.getCredentials", {
      authenticatorId: this.key,
    });
    return credentials;
  }
}

const people: Record<string, Person> = {};
let origin = "";

test.afterAll(async () => {
  for (const person of Object.values(people)) {
    await person.context.close();
  }
});

async function invite(administrator: Person, name: string, role: string): Promise<string> {
  const { page } = administrator;
  await page.goto(`${origin}/accounts/invite`);
  await isAccessible(page);
  await page.getByLabel("Their name").fill(name);
  await page.getByLabel(role, { exact: true }).check();
  await page.getByRole("button", { name: "Invite" }).click();
  await expect(administrator.heading()).toContainText(`Pass this link on to ${name}`);
  await isAccessible(page);
  return page.getByLabel(`Link for ${name}`).inputValue();
}

test("the first administrator comes in by the link that the command line printed", async ({
  browser,
  demo,
}) => {
  const link = demo.said.map((line) => /http:\/\/localhost:\d+\/invitation#\S+/.exec(line)?.[0]).find(Boolean)!;
  origin = new URL(link).origin;
  people.admin = await Person.with(browser);
  await people.admin.accept(link, "Wren Ashdown");
  await expect(people.admin.page.getByRole("banner")).toContainText("Technical support");
  await people.admin.page.goto(`${origin}/accounts`);
  await isAccessible(people.admin.page);
  await expect(people.admin.page.getByRole("row", { name: /Wren Ashdown/ }).first()).toContainText("1 passkey");
  const [credential] = await people.admin.credentials();
  expect(credential.isResidentCredential, "it is found without a name").toBe(true);
  expect(credential.rpId).toBe("localhost");

  const stranger = await Person.with(browser);
  await stranger.page.goto(link);
  await expect(stranger.heading(), "a link works once").toHaveText("This link does not work");
  await isAccessible(stranger.page);
  await stranger.page.goto(`${link.slice(0, -5)}AAAAA`);
  await expect(stranger.heading(), "and only whole").toHaveText("This link does not work");
  await stranger.page.goto(`${origin}/invitation`);
  await expect(stranger.page.getByRole("main")).toContainText("The link is not complete");
  await isAccessible(stranger.page);
  await stranger.context.close();
});

test("who signed out comes in again with the passkey and nothing else", async () => {
  const { admin } = people;
  await admin.signOut();
  await admin.page.goto(`${origin}/accounts`);
  await expect(admin.heading()).toHaveText("You were signed out");
  await admin.signIn(origin);
  await expect(admin.page.getByRole("banner")).toContainText("Wren Ashdown");
});

test("a colleague is invited, works, and cannot look after accounts", async ({ browser }) => {
  const link = await invite(people.admin, "Robin Marsh", "Ward nurse or doctor");
  people.nurse = await Person.with(browser);
  await people.nurse.accept(link, "Robin Marsh");
  await people.nurse.page.goto(`${origin}/wards`);
  await expect(people.nurse.heading()).toContainText("Westshire");
  await people.nurse.page.goto(`${origin}/accounts`);
  await expect(people.nurse.heading()).toHaveText("Your role cannot do this");
});

test("another passkey is added, named and removed by its owner, and the last one stays", async () => {
  const { page, devtools } = people.nurse;
  await page.goto(`${origin}/passkeys`);
  await isAccessible(page);
  await expect(page.getByText("This is your last passkey")).toBeVisible();
  // The same key holds one passkey for an account: a second key is put in.
  await page.getByRole("button", { name: "Add a passkey" }).click();
  await expect(page.getByText("This device has a passkey for this account already")).toBeVisible();
  await devtools.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "usb",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  await page.getByRole("button", { name: "Add a passkey" }).click();
  const another = page.getByRole("region", { name: "Another passkey" });
  await another.getByLabel("Name of this passkey").fill("Key on my ring");
  await another.getByRole("button", { name: "Save the name" }).click();
  await isAccessible(page);
  await page.getByRole("region", { name: "Key on my ring" }).getByRole("button", { name: "Remove" }).click();
  await expect(page.getByRole("region", { name: "Key on my ring" })).toHaveCount(0);
  await expect(page.getByText("This is your last passkey")).toBeVisible();
});

test("who lost a telephone is let in again by an administrator, and the old passkey opens nothing", async ({
  browser,
}) => {
  const { admin, nurse } = people;
  await admin.page.goto(`${origin}/accounts`);
  await admin.page.getByRole("link", { name: "Robin Marsh", exact: true }).click();
  await isAccessible(admin.page);
  await admin.page.getByRole("button", { name: "Recover the account" }).click();
  const link = await admin.page.getByLabel("Link for Robin Marsh").inputValue();
  await nurse.page.goto(`${origin}/wards`);
  await expect(nurse.heading(), "signed out at once").toHaveText("You were signed out");
  await nurse.signIn(origin);
  await expect(nurse.heading()).toHaveText("We could not sign you in");
  await isAccessible(nurse.page);
  people.again = await Person.with(browser);
  await people.again.accept(link, "Robin Marsh");
  await admin.page.goto(`${origin}/accounts`);
  await expect(admin.page.getByRole("table", { name: /Links given/ })).toContainText("Account recovered");
});

test("whoever is disabled is out in the middle of their work, and in again once enabled", async () => {
  const { admin, again } = people;
  await again.page.goto(`${origin}/wards`);
  await expect(again.heading()).toContainText("Westshire");
  await admin.page.goto(`${origin}/accounts`);
  await admin.page.getByRole("link", { name: "Robin Marsh", exact: true }).click();
  await admin.page.getByRole("button", { name: "Disable" }).click();
  await expect(admin.page.getByRole("alert")).toContainText("signed out everywhere");
  await isAccessible(admin.page);
  await again.page.goto(`${origin}/wards`);
  await expect(again.heading()).toHaveText("You were signed out");
  await again.signIn(origin);
  await expect(again.page.getByRole("banner")).not.toContainText("Robin Marsh");
  await admin.page.getByRole("button", { name: "Enable" }).click();
  await again.signIn(origin);
  await expect(again.page.getByRole("banner")).toContainText("Robin Marsh");
});

test("an administrator changes nothing of their own", async () => {
  const { page } = people.admin;
  await page.goto(`${origin}/accounts`);
  await page.getByRole("link", { name: "Wren Ashdown", exact: true }).click();
  await expect(page.getByText("This is your own account")).toBeVisible();
  await expect(page.getByRole("button", { name: "Disable" })).toHaveCount(0);
  await isAccessible(page);
});

test("a copy of a key is seen by its count, and opens nothing any more", async () => {
  const { again } = people;
  const [credential] = await again.credentials();
  await again.signOut();
  // The copy has signed less often than the server has seen.
  await again.devtools.send("WebAuthn.removeCredential", {
    authenticatorId: again.key,
    credentialId: credential.credentialId,
  });
  await again.devtools.send("WebAuthn.addCredential", {
    authenticatorId: again.key,
    credential: { ...credential, signCount: 0 },
  });
  await again.signIn(origin);
  await expect(again.heading()).toHaveText("We could not sign you in");
  // Now the true one, which counts on: it is shut, too, for nobody can tell the two apart.
  await again.devtools.send("WebAuthn.removeCredential", {
    authenticatorId: again.key,
    credentialId: credential.credentialId,
  });
  await again.devtools.send("WebAuthn.addCredential", {
    authenticatorId: again.key,
    credential: { ...credential, signCount: credential.signCount + 10 },
  });
  await again.signIn(origin);
  await expect(again.heading()).toHaveText("We could not sign you in");
});

test("at another address the browser itself refuses", async ({ browser, demo }) => {
  const stranger = await Person.with(browser);
  await stranger.page.goto(`${demo.address}/`);
  await stranger.page.getByRole("button", { name: "Sign in with a passkey" }).click();
  await expect(stranger.page.getByText("This browser cannot use passkeys at this address")).toBeVisible();
  await stranger.context.close();
});

test.describe("without script", () => {
  test.use({ javaScriptEnabled: false });

  test("the pages say kindly that passkeys need it", async ({ page }) => {
    await page.goto("/");
    await page.getByRole("button", { name: "Sign in with a passkey" }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(
      "Signing in with a passkey needs script",
    );
    await page.goto("/invitation");
    await expect(page.getByRole("main")).toContainText("This page needs script");
  });
});
