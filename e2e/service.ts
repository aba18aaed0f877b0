// The service as it is installed, for a browser test: `homeward serve` behind a gateway that ends
// TLS, with a real OpenID Connect provider beside it and a patient system that signs links. Each
// worker has its own, on ports of its own; the names end in `.example` and lead to this machine.

import { spawn, type ChildProcess } from "node:child_process";
import { generateKeyPairSync, randomUUID, sign } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile, mkdir } from "node:fs/promises";
import http from "node:http";
import https from "node:https";
import net, { type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface, type Interface } from "node:readline";
import { test as base } from "@playwright/test";

const target = process.env.CARGO_TARGET_DIR ?? join(import.meta.dirname, "../target");
const binary = process.env.HOMEWARD_BIN ?? join(target, "debug/homeward");
const certificates = join(import.meta.dirname, "../crates/homeward/tests/certificates");

// `pages` is where browsers find the pages, `provider` the issuer of the provider, `frames` a page of
// the patient system that shows an address inside its own, and `stranger` the same of another site.
// `link` asks, as the patient system's server does, for an address that opens a patient. `clock` puts
// the provider's clock to now, or so many seconds ahead. `computer` is the address of the browser's
// computer, as the gateway says it.
export type Installed = {
  pages: string;
  provider: string;
  frames: (address: string) => string;
  stranger: (address: string) => string;
  link: () => Promise<string>;
  clock: (ahead?: number) => Promise<void>;
  computer: string;
};

export const test = base.extend<object, { service: Installed }>({
  service: [
    async ({}, use) => {
      const ends: (() => unknown)[] = [];
      try {
        await use(await install(ends));
      } finally {
        for (const end of ends.reverse()) {
          await end();
        }
      }
    },
    { scope: "worker", timeout: 120_000 },
  ],
});

export { expect } from "@playwright/test";

// Everything that a browser asks of a name ending in `.example` comes to this machine.
export const onThisMachine = {
  ignoreHTTPSErrors: true,
  launchOptions: {
    executablePath: process.env.HOMEWARD_CHROMIUM ?? "/usr/bin/chromium",
    args: [
      "--no-sandbox",
      "--disable-dev-shm-usage",
      "--disable-gpu",
      "--host-resolver-rules=MAP *.example 127.0.0.1",
    ],
  },
};

async function install(ends: (() => unknown)[]): Promise<Installed> {
  const folder = await mkdtemp(join(tmpdir(), "homeward-service-"));
  ends.push(() => rm(folder, { recursive: true, force: true }));
  let listens = 0;
  const tls = {
    key: await readFile(join(certificates, "server.key")),
    cert: await readFile(join(certificates, "server.pem")),
  };
  const gateway = https.createServer(tls, (asked, answer) => forward(listens, asked, answer));
  const pages = `https://homeward.example:${await listening(gateway, ends)}`;
  const framing = https.createServer(tls, frame);
  const framer = await listening(framing, ends);
  const provider = await startProvider(ends);
  const links = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const framedBy = `https://epr.rzz.example:${framer}`;
  await mkdir(join(folder, "councils"));
  await writeFile(join(folder, "secret"), SECRET);
  await writeFile(join(folder, "links.pem"), links.publicKey.export({ type: "spki", format: "pem" }));
  await writeFile(join(folder, "homeward.toml"), settings({ pages, provider: provider.issuer, framedBy }));
  await provider.order("client", { client: client(pages) });
  await provider.order("account", { id: "mensah", claims: { name: "Ama Mensah", roles: ["ward"] } });
  const started = await startHomeward(folder, ends);
  listens = started.pages;
  await admit(started.feed);
  const headers = { Host: new URL(pages).host, "X-Forwarded-Proto": "https" };
  const ask = (method: string, path: string, body = "") =>
    asked({ port: listens, method, path, headers: { ...headers, "Content-Type": "application/jwt" } }, body);
  const link = async () => JSON.parse((await ask("POST", "/launch/links", signed(links.privateKey))).body).url as string;
  // The message is kept before it is acknowledged, and filed a moment later.
  let filed = false;
  for (let tries = 0; tries < 200 && !filed; tries += 1) {
    filed = (await ask("GET", new URL(await link()).pathname)).status === 303;
  }
  return {
    pages,
    provider: provider.issuer,
    frames: (address) => `${framedBy}/?${new URLSearchParams({ address })}`,
    stranger: (address) => `https://elsewhere.example:${framer}/?${new URLSearchParams({ address })}`,
    link,
    clock: provider.clock,
    computer: COMPUTER,
  };
}

const COMPUTER = "192.0.2.7";

const SECRET = "a secret that is long enough for everybody";

function settings({ pages, provider, framedBy }: { pages: string; provider: string; framedBy: string }) {
  return `database = "sqlite:homeward.db"
[web]
listen = "127.0.0.1:0"
address = "${pages}"
behind_tls = true
hosts = ["${new URL(pages).host}"]
trusted_proxies = ["127.0.0.1"]
frame_ancestors = ["${framedBy}"]
[log]
level = "warn"
[[trust]]
code = "RZZ"
name = "Westshire University Hospital"
[[trust.site]]
code = "RZZ01"
name = "Westshire General"
[[feed]]
name = "adt"
trust = "RZZ"
listen = "127.0.0.1:0"
[[provider]]
name = "westshire"
words = "your hospital account"
kind = "oidc"
issuer = "${provider}"
client_id = "homeward"
secret = { file = "secret", by = "post" }
[[provider.seat]]
when = { claim = "roles", is = "ward" }
role = "ward"
trust = "RZZ"
site = "RZZ01"
[[link]]
name = "rzz-links"
issuer = "https://epr.rzz.example"
audience = "https://homeward.example/RZZ"
trust = "RZZ"
keys = [{ id = "k1", file = "links.pem" }]
[[link.seat]]
when = { claim = "role", is = "nurse" }
role = "ward"
trust = "RZZ"
site = "RZZ01"
`;
}

function client(pages: string) {
  return {
    client_id: "homeward",
    client_secret: SECRET,
    token_endpoint_auth_method: "client_secret_post",
    redirect_uris: [`${pages}/sign-in/westshire/back`],
    post_logout_redirect_uris: [`${pages}/`],
  };
}

// The gateway: it ends TLS, and says for whom it asks and how that came.
function forward(port: number, asked: http.IncomingMessage, answer: http.ServerResponse) {
  const headers = { ...asked.headers, "x-forwarded-for": COMPUTER, "x-forwarded-proto": "https" };
  const on = http.request({ port, host: "127.0.0.1", method: asked.method, path: asked.url, headers }, (came) => {
    answer.writeHead(came.statusCode ?? 502, came.rawHeaders);
    came.pipe(answer);
  });
  on.on("error", () => answer.destroy());
  asked.pipe(on);
}

// A page that shows another inside its own, as the window of a patient system does.
function frame(asked: http.IncomingMessage, answer: http.ServerResponse) {
  const address = new URL(asked.url ?? "/", "https://epr.rzz.example").searchParams.get("address") ?? "";
  const quoted = address.replaceAll("&", "&amp;").replaceAll('"', "&quot;");
  answer.writeHead(200, { "Content-Type": "text/html; charset=utf-8" });
  answer.end(`<!DOCTYPE html><html lang="en-GB"><title>Patient system</title>
<iframe title="Social care" src="${quoted}" width="1200" height="700"></iframe></html>`);
}

async function startProvider(ends: (() => unknown)[]) {
  const script = join(import.meta.dirname, "provider/provider.mjs");
  const child = spawn(process.execPath, [script], { stdio: ["pipe", "pipe", "inherit"] });
  ends.push(() => ended(child));
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const order = async (order: string, details: object) => {
    child.stdin.write(`${JSON.stringify({ order, issuer, ...details })}\n`);
    return JSON.parse((await answers.next()).value);
  };
  const clock = async (ahead = 0) => {
    await order("clock", { seconds: Math.floor(Date.now() / 1000) + ahead });
  };
  let issuer = "";
  await clock();
  issuer = (await order("start", {})).issuer;
  return { issuer, order, clock };
}

async function startHomeward(folder: string, ends: (() => unknown)[]) {
  const child = spawn(binary, ["serve", "--config", join(folder, "homeward.toml")], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  ends.push(() => ended(child));
  let feed = 0;
  for await (const line of createInterface({ input: child.stdout }) as Interface) {
    const port = Number(/:(\d+)\/?$/.exec(line)?.[1]);
    if (line.startsWith("open ")) {
      return { feed, pages: port };
    }
    feed = port;
  }
  throw new Error("the service ended before it listened");
}

async function ended(child: ChildProcess) {
  const gone = new Promise((resolve) => child.once("close", resolve));
  child.kill("SIGTERM");
  await gone;
}

async function listening(server: net.Server, ends: (() => unknown)[]): Promise<number> {
  await new Promise<void>((listens) => server.listen(0, "127.0.0.1", listens));
  ends.push(() => server.close());
  return (server.address() as AddressInfo).port;
}

// Tells that somebody came to ward 7B, and waits until that is acknowledged.
async function admit(feed: number) {
  const now = new Date().toISOString().replace(/[-:T]/g, "").slice(0, 14);
  const segment = (name: string, fields: Record<number, string>) => {
    const last = Math.max(...Object.keys(fields).map(Number));
    return [name, ...Array.from({ length: last }, (_, place) => fields[place + 1] ?? "")].join("|");
  };
  const message = [
    `MSH|^~\\&|PAS|RZZ|HOMEWARD|RZZ|${now}+0000||ADT^A01|m1|P|2.4`,
    segment("EVN", { 2: `${now}+0000` }),
    // The number is traced and verified (PID-32).
    segment("PID", { 1: "1", 3: "9994810103^^^NHS~H4480031^^^RZZ", 5: "TRESILLIAN^MORWENNA", 7: "19390109", 8: "2", 32: "NSTS01" }),
    segment("PV1", { 1: "1", 2: "I", 3: "7B^1^2^RZZ01", 19: "V1", 44: `${now}+0000` }),
  ].join("\r");
  const socket = net.connect(feed, "127.0.0.1");
  socket.write(`\x0b${message}\r\x1c\r`);
  await new Promise((answered) => socket.once("data", answered));
  socket.destroy();
}

function signed(key: Parameters<typeof sign>[2]): string {
  const now = Math.floor(Date.now() / 1000);
  const claims = {
    iss: "https://epr.rzz.example",
    aud: "https://homeward.example/RZZ",
    iat: now,
    exp: now + 60,
    jti: randomUUID(),
    sub: "u1",
    name: "Ben Carey",
    role: "nurse",
    organisation: "RZZ",
    nhs_number: "9994810103",
    birth_date: "1939-01-09",
    family_name: "Tresillian",
  };
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const text = `${part({ alg: "ES256", kid: "k1", typ: "JWT" })}.${part(claims)}`;
  const signature = sign("sha256", Buffer.from(text), { key: key as never, dsaEncoding: "ieee-p1363" });
  return `${text}.${signature.toString("base64url")}`;
}

// Asks the service itself, as the gateway does.
function asked(options: http.RequestOptions, body: string): Promise<{ status?: number; body: string }> {
  const headers = { ...options.headers, "Content-Length": Buffer.byteLength(body) };
  return new Promise((resolve, reject) => {
    const asking = http.request({ host: "127.0.0.1", ...options, headers }, (came) => {
      const parts: Buffer[] = [];
      came.on("data", (part) => parts.push(part));
      came.on("end", () => resolve({ status: came.statusCode, body: Buffer.concat(parts).toString() }));
    });
    asking.on("error", reject);
    asking.end(body);
  });
}
