// Reads a flowchart with Mermaid's own parser, and prints its nodes and arcs as JSON.
// Usage: node mermaid_parser.mjs FOLDER FILE, where FOLDER/node_modules holds mermaid.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [folder, file] = process.argv.slice(2);
const load = (path) => import(pathToFileURL(join(folder, "node_modules", path)));

// The parser cleans labels of HTML with DOMPurify, which needs a browser: here they are taken as they are parsed.
const purify = (await load("dompurify/dist/purify.es.mjs")).default;
purify.addHook = () => {};
purify.sanitize = (text) => text;

const mermaid = (await load("mermaid/dist/mermaid.core.mjs")).default;
mermaid.initialize({ maxEdges: 100000, maxTextSize: 10000000 });
const { db } = await mermaid.mermaidAPI.getDiagramFromText(readFileSync(file, "utf8"));
console.log(
  JSON.stringify({
    direction: db.getDirection(),
    nodes: [...db.getVertices().values()].map(({ id, text, type, classes, link }) => ({ id, text, type, classes, link })),
    arcs: db.getEdges().map(({ start, end, text, type, stroke }) => ({ start, end, text, type, stroke })),
  }),
);
