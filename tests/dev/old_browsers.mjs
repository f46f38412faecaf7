// Says what in the built style sheets and the scripts one of the oldest browsers that work
// (browserslist in package.json) doesn't know, by MDN's tables. One finding a line.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { parse } from "acorn";
import postcss from "postcss";

const mdn = createRequire(import.meta.url)("@mdn/browser-compat-data");
const NAMES = { ios_saf: "safari_ios", samsung: "samsunginternet_android" };
const oldest = JSON.parse(readFileSync("package.json", "utf8")).browserslist.map((browser) => {
  const [name, version] = browser.split(" ");
  return [NAMES[name] ?? name, Number.parseFloat(version)];
});

// Extras: the page does its job without them. What scripts name here they look for before.
const EXTRAS = new Set([
  "accent-color", // of a box's tick
  ...["@page", "size", "page"], // a slip's own paper
  "backdrop", // of a dialog
  ...["color-scheme", "scrollbar-gutter"], // the bars beside the page
  ...["forced-color-adjust", "forced-colors"], // their browsers know none
  "focus-visible", // only to take away what all others show
  "has", // in rules of their own
  ...["hyphenate-limit-chars", "text-wrap"],
  ...["scroll-behavior", "scroll-margin-block", "scroll-margin-top"],
  "appearance: auto", // where colours are forced
  ...["break-after: avoid", "print-color-adjust: exact"], // on paper
  "clip: rect", // as old as the web
  ...["cursor", "resize"], // Safari on a phone has neither pointer nor corner
  "file-selector-button", // KERN's; no page takes a file from the public
  ...["clipboard", "share", "showModal", "close", "submitter"],
  "number", // portal.js keeps it in the history's state
]);

function works(compat) {
  if (!compat) return true;
  return oldest.every(([browser, version]) =>
    [compat.support[browser] ?? []].flat().some(({ version_added, version_removed, flags, prefix, alternative_name }) => {
      const [since, removed] = [version_added, version_removed].map((given) => Number.parseFloat(String(given).replace("≤", "")));
      return since <= version && !flags && !prefix && !alternative_name && !(removed <= version);
    }),
  );
}

const findings = new Set();
const report = (file, name) => EXTRAS.has(name) || findings.add(`${file}: ${name}`);

// Functions of values, wherever MDN's tree has them: oklch, color-mix, light-dark, min …
const functions = Object.create(null);
(function collect(tree) {
  for (const [name, branch] of Object.entries(tree)) {
    if (name === "__compat") continue;
    if (branch.__compat) functions[name] ??= branch.__compat;
    collect(branch);
  }
})(mdn.css.types);

const unknownFunctions = (value) =>
  [...value.matchAll(/([a-z][a-z-]*)\(/g)].map(([, name]) => name).filter((name) => !works(functions[name]));
const NEWER_UNITS = /\d(d|s|l)v(h|w|i|b|min|max)\b|\dcq\w+\b|\dr?lh\b/;

function unknownInValue(property, value) {
  const words = value.match(/[a-z][a-z-]*(?![\w(-])/g) ?? [];
  const unknown = words.filter((word) => !works(mdn.css.properties[property]?.[word]?.__compat));
  if (NEWER_UNITS.test(value)) unknown.push(value);
  return [...unknown, ...unknownFunctions(value)].map((name) => `${property}: ${name}`);
}

function readDeclaration(file, declaration) {
  const { prop, value, parent } = declaration;
  if (prop.startsWith("--")) return unknownFunctions(value).forEach((name) => report(file, name));
  if (prop.startsWith("-") || EXTRAS.has(prop)) return;
  const known = mdn.css.properties[prop];
  const others = parent.nodes.filter((other) => other.type === "decl");
  const prefixed = others.some((other) => other.prop.endsWith(`-${prop}`) && other.prop.startsWith("-"));
  if ((!known && parent.name !== "font-face") || (!works(known?.__compat) && !prefixed)) report(file, prop);
  const before = others.slice(0, others.indexOf(declaration)).filter((other) => other.prop === prop);
  if (before.some((other) => unknownInValue(prop, other.value).length === 0)) return;
  for (const name of unknownInValue(prop, value)) report(file, name);
}

function readSelectors(file, rule) {
  const unknown = rule.selectors.map((selector) =>
    [...selector.matchAll(/::?([a-z-]+)/g)].map(([, name]) => name).filter((name) => !works(mdn.css.selectors[name]?.__compat)),
  );
  unknown.flat().forEach((name) => report(file, name));
  // One unknown name, and the whole rule is dropped.
  if (new Set(unknown.map((names) => names.length > 0)).size > 1) findings.add(`${file}: ${rule.selector}`);
  if (rule.parent.type === "rule" || rule.selector.includes("&")) report(file, "nesting");
}

function readAtRule(file, { name, params }) {
  if (!works(mdn.css["at-rules"][name]?.__compat)) report(file, `@${name}`);
  if (name !== "media") return;
  if (/[<>]/.test(params)) report(file, `@media ${params}`);
  for (const [, feature] of params.matchAll(/\(([a-z-]+)/g)) {
    if (!works(mdn.css["at-rules"].media[feature]?.__compat)) report(file, feature);
  }
}

function readStyle(file) {
  const style = postcss.parse(readFileSync(file, "utf8"));
  style.walkDecls((declaration) => readDeclaration(file, declaration));
  style.walkRules((rule) => rule.parent.name?.endsWith("keyframes") || readSelectors(file, rule));
  style.walkAtRules((rule) => readAtRule(file, rule));
}

// A name is fine when one of those that have a member of this name has had it all along.
const members = Object.create(null);
for (const owner of [...Object.values(mdn.api), ...Object.values(mdn.javascript.builtins)]) {
  for (const [name, { __compat }] of Object.entries(owner)) {
    if (__compat) (members[name.replace("_static", "")] ??= []).push(__compat);
  }
}

function readScript(file) {
  const script = parse(readFileSync(file, "utf8"), { ecmaVersion: 2020, sourceType: "module" });
  (function walk(node) {
    if (!node || typeof node !== "object") return;
    if (node.type === "MemberExpression" && !node.computed) readName(node.property.name, members);
    if (node.type === "Identifier" && mdn.api[node.name]?.__compat && !works(mdn.api[node.name].__compat)) report(file, node.name);
    if (typeof node.value === "string") {
      for (const [, name] of node.value.matchAll(/:([a-z-]+)/g)) {
        if (!works(mdn.css.selectors[name]?.__compat)) findings.add(`${file}: ${node.value}`);
      }
    }
    Object.values(node).forEach(walk);
  })(script);
  function readName(name) {
    if (members[name] && !members[name].some(works)) report(file, name);
  }
}

for (const file of process.argv.slice(2)) (file.endsWith(".css") ? readStyle : readScript)(file);
console.log([...findings].join("\n"));
