// The style sheets as browsers get them: of KERN's what the portal uses, ours whole, and both in
// the words of the oldest browsers that work (browserslist in package.json).

import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { browserslistToTargets, transform } from "lightningcss";
import { PurgeCSS } from "purgecss";

const KERN = "node_modules/@kern-ux/native/dist/kern.min.css";
const BUILT = "build/styles";

const { browserslist } = JSON.parse(readFileSync("package.json", "utf8"));
const targets = browserslistToTargets(browserslist);

const isColour = ({ type, propertyId }) => type === "declaration" && propertyId.property === "color";

function write(name, style) {
  const { code } = transform({ filename: name, code: Buffer.from(style), minify: true, targets });
  // The same colours everywhere: without the blocks for browsers and screens that could do more.
  const visitor = { Rule: { supports: ({ value }) => (isColour(value.condition) ? [] : undefined) } };
  const { code: lean } = transform({ filename: name, code, minify: true, targets, visitor });
  writeFileSync(`${BUILT}/${name}`, lean);
}

// PurgeCSS loses this selector, which gives the body its colours.
const BODY =
  ":is(body,.kern-light,.kern-dark,[data-kern-theme=light],[data-kern-theme=dark]):not([class*=kern-level-])";
const whole = readFileSync(KERN, "utf8");
if (!whole.includes(BODY)) throw new Error("KERN's selector of the body is another one now.");

// Properties stay, used or not: PurgeCSS takes out some that others are made of.
const [kern] = await new PurgeCSS().purge({
  css: [{ raw: whole.replaceAll(BODY, "body") }],
  content: ["templates/**/*.html", "static/js/*.js", "{faq,forums,ruhrdialog,survey}/**/*.py"],
  defaultExtractor: (text) => text.match(/[A-Za-z0-9_-]+/g) || [],
  keyframes: true,
});

mkdirSync(BUILT, { recursive: true });
// KERN's mixed colours have no older form: portal.css sets those that are used. Wherever KERN shows the
// focus it does so for `:focus` too, and older browsers drop a rule that names `:focus-visible`.
const MIXED = /--[\w-]+:[^;{}]*(color-mix\(|oklch\(var)[^;{}]*;?/g;
write("kern.min.css", kern.css.replace(MIXED, "").replaceAll(":focus-visible", ":focus"));

// The administration's pages have Django's style sheets and not KERN's: they take its colours and
// icons alone, each where a style of ours names it.
function first(pattern, name) {
  const found = whole.match(pattern);
  if (!found) throw new Error(`KERN has no ${name} any more.`);
  return found[1];
}
const colour = (_, name) => first(new RegExp(`${name}:([^;}]+)`), name);
const icon = (_, name) => first(new RegExp(`\\.kern-icon--${name}\\{-webkit-mask:(url\\("[^"]+"\\))`), name);
const inKern = (style) =>
  style.replace(/var\((--kern-color-[\w-]+)\)/g, colour).replace(/url\("kern:([\w-]+)"\)/g, icon);
for (const name of readdirSync("styles")) {
  const style = readFileSync(`styles/${name}`, "utf8");
  write(name, name === "admin-theme.css" ? inKern(style) : style);
}
