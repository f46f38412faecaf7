// Prints what Observatory says of each address (host:port/path) that is given, as JSON.

import { scan } from "@mdn/mdn-http-observatory";

const found = {};
for (const address of process.argv.slice(2)) {
  const { scan: all, tests } = await scan(address);
  found[address] = {
    score: all.score,
    tests: Object.fromEntries(
      Object.entries(tests).map(([name, test]) => [name, [test.scoreModifier, test.result]]),
    ),
  };
}
console.log(JSON.stringify(found));
process.exit();
