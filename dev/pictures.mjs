// Draws what can't be drawn by the browser: the pictures of shared links, without their words, of the
// drawings that pages show.

import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { Resvg } from "@resvg/resvg-js";

const BUILT = "build/pictures";
const drawing = (name) => readFileSync(`templates/drawings/${name}.svg`, "utf8");
const GROUPS = readdirSync("templates/drawings")
  .map((file) => file.replace(".svg", ""))
  .filter((name) => !["landscape", "wave"].includes(name));

// resvg has neither non-scaling strokes nor our style sheets.
function picture(group) {
  const pictogram = group ? `<g transform="translate(80 104) scale(6)" stroke-width=".55">${drawing(group)}</g>` : "";
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1200 630">
    <style>.gold { fill: #ffd426 } .paper { fill: #eff3fb } .river { fill: #2044aa; stroke: none }</style>
    <rect width="1200" height="630" fill="#eff3fb"/>
    <g fill="none" stroke="#2044aa" stroke-width="3" stroke-linecap="round" stroke-linejoin="round">
      ${pictogram}
      <g transform="translate(0 405) scale(.8334)">${drawing("landscape")}</g>
      <g transform="translate(0 556)">${drawing("wave")}</g>
    </g>
    <rect y="580" width="1200" height="50" fill="#2044aa"/>
    <svg x="80" y="32" width="52" height="52" viewBox="0 0 40 40">${readFileSync("static/img/favicon.svg", "utf8").replace(/<\/?svg[^>]*>/g, "")}</svg>
  </svg>`;
}

mkdirSync(BUILT, { recursive: true });
for (const group of [...GROUPS, ""]) {
  writeFileSync(`${BUILT}/${group || "all"}.png`, new Resvg(picture(group)).render().asPng());
}
