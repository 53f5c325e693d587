// A markwhen file to what markwhen's own parser reads in it: events and complaints, as JSON.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const { parse } = createRequire(process.argv[2] + "/")("@markwhen/parser");
const read = parse(readFileSync(process.argv[3], "utf8"));
const flat = (node) => (node.children ? node.children.flatMap(flat) : [node]);
const events = flat(read.events).map((event) => ({
  ...event.properties,
  from: event.dateRangeIso.fromDateTimeIso,
}));
console.log(JSON.stringify({ events, wrong: [...read.parseMessages, ...read.documentMessages] }));
