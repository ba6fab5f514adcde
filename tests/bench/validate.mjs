// Validates every YAML file of a tree against the tool's schemas, with js-yaml and ajv in one process:
//
//   node validate.mjs NODE_MODULES SCHEMAS DIR       prints files and invalid ones; exit 1 if there are any
//
// js-yaml's core schema leaves dates as text, as the schemas want them.
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, join, resolve } from "node:path";

const [modules, schemas, root] = process.argv.slice(2);
const require = createRequire(resolve(modules) + "/");
const yaml = require("js-yaml");
const Ajv = require("ajv").default;
const ajv = new Ajv({ strict: false });
const compiled = new Map();
const validator = (kind) => {
  if (!compiled.has(kind)) {
    const schema = JSON.parse(readFileSync(join(schemas, `${kind}.schema.json`)));
    compiled.set(kind, ajv.compile(schema));
  }
  return compiled.get(kind);
};
const NAMED = ["organization", "policy", "rates", "waivers", "registry", "portfolio", "program", "project", "package"];
const kindOf = (directory, name) => {
  const stem = basename(name, ".yaml");
  if (NAMED.includes(stem)) return stem;
  if (directory.endsWith("people")) return "person";
  if (directory.endsWith("committees")) return "committee";
  return directory.endsWith(".approvals") ? "approval" : "measure";
};

let files = 0;
let invalid = 0;
const walk = (directory) => {
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    if (entry.name.startsWith(".")) continue;
    const path = `${directory}/${entry.name}`;
    if (entry.isDirectory()) walk(path);
    else if (entry.name.endsWith(".yaml")) {
      files += 1;
      const validate = validator(kindOf(directory, entry.name));
      if (!validate(yaml.load(readFileSync(path, "utf8"), { schema: yaml.CORE_SCHEMA }))) {
        invalid += 1;
        if (invalid <= 10) console.log(path, ajv.errorsText(validate.errors));
      }
    }
  }
};
walk(root);
console.log(`${files} files, ${invalid} invalid`);
process.exitCode = invalid ? 1 : 0;
