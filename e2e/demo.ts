// The whole demonstration for a browser test: one process for each worker, on ports of its own,
// with the same invented people and the same clock every time.

import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { test as base } from "@playwright/test";

const target = process.env.CARGO_TARGET_DIR ?? join(import.meta.dirname, "../target");
const binary = process.env.HOMEWARD_BIN ?? join(target, "debug/homeward");

// `demo` is the address to open, the folder where everything is written, the lines that it said, and
// `forward`, which puts its clock forward by a time such as "9m". `begin` is the moment at which that
// clock starts, local time; a file of tests sets it with `test.use`.
type Demo = {
  address: string;
  data: string;
  said: string[];
  forward: (by: string) => Promise<void>;
};

export const test = base.extend<object, { begin: string; demo: Demo }>({
  begin: ["2026-08-12T02:10", { option: true, scope: "worker" }],
  demo: [
    async ({ begin }, use) => {
      const data = await mkdtemp(join(tmpdir(), "homeward-demo-"));
      const ports = ["--port", "0", "--mllp-port", "0"];
      const world = ["--seed", "7", "--at", begin, "--data", data];
      const child = spawn(binary, ["demo", ...ports, ...world], {
        stdio: ["pipe", "pipe", "pipe"],
      });
      const said: string[] = [];
      const waiting: (() => void)[] = [];
      const forward = async (by: string) => {
        const moved = new Promise<void>((resolve) => waiting.push(resolve));
        child.stdin.write(`forward ${by}\n`);
        await moved;
      };
      const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
      try {
        const address = new Promise<string>((resolve, reject) => {
          for (const stream of [child.stdout, child.stderr]) {
            createInterface({ input: stream }).on("line", (line) => {
              said.push(line);
              if (line.startsWith("it is ")) {
                waiting.shift()?.();
              }
              const found = /\bopen (http:\/\/127\.0\.0\.1:\d+)\//.exec(line);
              if (found) {
                resolve(found[1]);
              }
            });
          }
          child.once("error", reject);
          ended.then(() => reject(new Error(`the demonstration ended:\n${said.join("\n")}`)));
        });
        await use({ address: await address, data, said, forward });
      } finally {
        child.kill("SIGTERM");
        await ended;
        await rm(data, { recursive: true, force: true });
      }
    },
    { scope: "worker", timeout: 120_000 },
  ],
  baseURL: async ({ demo }, use) => use(demo.address),
});

export { expect } from "@playwright/test";
