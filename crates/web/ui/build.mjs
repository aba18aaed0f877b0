// Builds what the pages need into one folder: node build.mjs OUT_DIR
//
// Every file carries a hash of its content in its name, so it may be cached for ever, and has a
// Brotli copy beside it. Nothing in the output may point to another host: wards have no internet,
// and a page about a patient tells nobody that it was opened.

import { createHash } from "node:crypto";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, parse } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants } from "node:zlib";
import { build as bundle } from "esbuild";
import { compile, NodePackageImporter } from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const out = process.argv[2];
if (!out) {
  throw new Error("say where to write: node build.mjs OUT_DIR");
}

// The licence of the library asks for its notice in every copy.
const notice = "/*! NHS.UK frontend 10.6.1, MIT licence, Crown copyright (NHS England) */\n";

// An address that is a name, not a place: nothing is ever requested from it.
const svgNamespace = /http:\/\/www\.w3\.org\/2000\/svg/g;

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
await write("app.css", await withPictures(notice + styles()));
await write("app.js", notice + await script());
await write("favicon.svg", await readFile(join(here, "src/favicon.svg"), "utf8"));

function styles() {
  const { css } = compile(join(here, "src/style/app.scss"), {
    importers: [new NodePackageImporter(join(here, "package.json"))],
    style: "compressed",
    quietDeps: true,
  });
  return css;
}

async function script() {
  const { outputFiles } = await bundle({
    entryPoints: [join(here, "src/script/app.js")],
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2020",
    legalComments: "none",
    write: false,
  });
  return outputFiles[0].text;
}

// The library names its icons by path; ours lie beside the style sheet under hashed names.
async function withPictures(css) {
  const library = dirname(createRequire(import.meta.url).resolve("nhsuk-frontend/package.json"));
  const pictures = join(library, "dist/nhsuk/assets/images");
  const named = new Set(css.match(/\/assets\/images\/[a-z0-9-]+\.svg/g));
  for (const address of named) {
    const { base } = parse(address);
    const hashed = await write(base, await readFile(join(pictures, base), "utf8"));
    css = css.replaceAll(address, hashed);
  }
  return css;
}

function refuseOtherHosts(name, text) {
  const found = text.replace(svgNamespace, "").match(/(https?:)?\/\/[a-z0-9-]+\.[a-z][^\s"')]*/i);
  if (found) {
    throw new Error(`${name} points to another host: ${found[0]}`);
  }
}

async function write(name, text) {
  refuseOtherHosts(name, text);
  const bytes = Buffer.from(text);
  const hash = createHash("sha256").update(bytes).digest("hex").slice(0, 12);
  const { name: stem, ext } = parse(name);
  const hashed = `${stem}-${hash}${ext}`;
  await writeFile(join(out, hashed), bytes);
  await writeFile(join(out, `${hashed}.br`), brotliCompressSync(bytes, {
    params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
  }));
  return hashed;
}
