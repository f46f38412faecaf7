// Leaves of KERN's style sheet the rules that the portal has a use for. Properties stay, used or
// not: PurgeCSS takes out some that others are made of.

module.exports = {
  css: ["node_modules/@kern-ux/native/dist/kern.min.css"],
  output: "build/kern.min.css",
  content: ["templates/**/*.html", "static/js/*.js", "{faq,forums,ruhrdialog,survey}/**/*.py"],
  defaultExtractor: (text) => text.match(/[A-Za-z0-9_-]+/g) || [],
  keyframes: true,
};
