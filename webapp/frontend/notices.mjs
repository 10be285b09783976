// The licences of every package with a file in a bundle.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const LICENCE = /^(licen[cs]e|copying|notice)([.-].*)?$/i;

export function notices(root, inputs) {
  const names = [...new Set(inputs.map(packageOf).filter(Boolean))].sort();
  const head = `The bundles beside this file contain code of these ${names.length} packages.\n`;
  return [head, ...names.map((name) => notice(join(root, "node_modules", name), name))].join("\n");
}

function packageOf(input) {
  const path = input.split("node_modules/").slice(1).join("node_modules/");
  const found = path.match(/^(?:.*node_modules\/)?((?:@[^/]+\/)?[^/]+)\//);
  return found ? path.slice(0, found.index + found[0].length - 1) : null;
}

function notice(folder, name) {
  const about = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const title = `${name} ${about.version} (${about.license || "see below"})`;
  return [`${"=".repeat(80)}`, title, "", texts(folder, about), ""].join("\n");
}

function texts(folder, about) {
  const files = readdirSync(folder).filter((file) => LICENCE.test(file)).sort();
  const read = files.map((file) => readFileSync(join(folder, file), "utf8").replace(/\r\n/g, "\n").trim());
  if (read.length) return read.join("\n\n");
  const author = typeof about.author === "object" ? about.author?.name : about.author;
  return `No licence text in the package. Author: ${author || "not named"}. Licence: ${about.license}.`;
}
