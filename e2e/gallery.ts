// The gallery of components that the Rust tests wrote, served as the product serves its pages:
// under its own root and under the same content security policy.

import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize } from "node:path";
import { test as base } from "@playwright/test";

const target = process.env.CARGO_TARGET_DIR ?? join(import.meta.dirname, "../target");
const folder = join(target, "gallery");

const kinds: Record<string, string> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
};

export const pages = [
  "person.html",
  "died.html",
  "partly.html",
  "long.html",
  "form.html",
  "list.html",
  "weight.html",
  "sheet.html",
  "signed-out.html",
];

// `gallery` is the address under which the pages lie. Every request that would leave it fails the
// test that made it.
export const test = base.extend<{ onlyOurs: void }, { gallery: string }>({
  gallery: [
    async ({}, use) => {
      const server = createServer(async (request, response) => {
        const path = normalize(new URL(request.url ?? "/", "http://gallery").pathname);
        if (path === "/changes") {
          response.writeHead(200, { "Content-Type": "text/event-stream" });
          response.write("data: 3 changes\n\n");
          return;
        }
        try {
          const bytes = await readFile(join(folder, path));
          response.writeHead(200, {
            "Content-Security-Policy": "default-src 'self'",
            "Content-Type": kinds[extname(path)] ?? "application/octet-stream",
          });
          response.end(bytes);
        } catch {
          response.writeHead(request.method === "POST" ? 204 : 404).end();
        }
      });
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
    { scope: "worker" },
  ],
  onlyOurs: [
    async ({ page, gallery }, use) => {
      const strangers: string[] = [];
      const faults: string[] = [];
      page.on("request", (request) => {
        if (!request.url().startsWith(gallery)) {
          strangers.push(request.url());
        }
      });
      page.on("pageerror", (error) => faults.push(error.message));
      page.on("console", (message) => {
        if (message.type() === "error" && !message.text().includes("favicon")) {
          faults.push(message.text());
        }
      });
      await use();
      base.expect(strangers, "requests that left our host").toEqual([]);
      base.expect(faults, "errors in the page").toEqual([]);
    },
    { auto: true },
  ],
});

export { expect } from "@playwright/test";
