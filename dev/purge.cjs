// Leaves of KERN's style sheet the rules that the portal has a use for: node dev/purge.cjs

const fs = require("fs");
const { PurgeCSS } = require("purgecss");

// PurgeCSS loses this selector, which gives the body its colours; of the portal it finds the body.
const BODY = ":is(body,.kern-light,.kern-dark,[data-kern-theme=light],[data-kern-theme=dark]):not([class*=kern-level-])";
const whole = fs.readFileSync("node_modules/@kern-ux/native/dist/kern.min.css", "utf8");
if (!whole.includes(BODY)) throw new Error("KERN's selector of the body is another one now.");

new PurgeCSS()
  .purge({
    css: [{ raw: whole.replaceAll(BODY, "body") }],
    content: ["templates/**/*.html", "static/js/*.js", "{faq,forums,ruhrdialog,survey}/**/*.py"],
    defaultExtractor: (text) => text.match(/[A-Za-z0-9_-]+/g) || [],
    keyframes: true,
  })
  .then(([left]) => {
    fs.mkdirSync("build", { recursive: true });
    fs.writeFileSync("build/kern.min.css", left.css);
  });
