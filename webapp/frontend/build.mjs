// Builds the bundles and the notices of everything in them. Usage: node build.mjs [FOLDER], default ../static/dist
import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { notices } from "./notices.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const out = resolve(process.argv[2] || join(here, "../static/dist"));
const BUNDLES = ["app.js", "app.css", "viewer.js", "viewer.css"];

mkdirSync(out, { recursive: true });
for (const old of readdirSync(out)) rmSync(join(out, old), { recursive: true });

const { metafile } = await build({
  absWorkingDir: here,
  entryPoints: BUNDLES.map((name) => ({ in: `src/${name}`, out: name.replace(/\.\w+$/, "") })),
  outdir: out,
  bundle: true,
  format: "iife",
  target: ["es2020", "chrome109", "firefox115", "safari15"],
  minify: true,
  legalComments: "none",
  banner: { js: "/* See THIRD-PARTY-NOTICES.txt */", css: "/* See THIRD-PARTY-NOTICES.txt */" },
  loader: { ".svg": "dataurl" },
  metafile: true,
  logLevel: "info",
});
writeFileSync(join(out, "THIRD-PARTY-NOTICES.txt"), notices(here, Object.keys(metafile.inputs)));
