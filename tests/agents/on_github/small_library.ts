/** A repository before anybody worked on it. */
export const FILES: Readonly<Record<string, string>> = {
  'package.json': '{ "name": "dates", "type": "module", "scripts": { "test": "node --test" } }\n',
  'CHANGELOG.md': '# Changelog\n',
  'src/parse.js': 'export function parseDate() {\n  throw new Error("not written yet");\n}\n',
  'src/format.js': 'export function formatDate() {\n  throw new Error("not written yet");\n}\n',
};

/** What a person wants to be done to it. */
export const PLAN = `Dates as ISO 8601 has them, without a time.

\`\`\`planwright
verify: node --test
reviewers: [bob]
\`\`\`

## Tasks

- [ ] parse: Parse ISO dates (agent: claude; files: \`src/parse.js\`)
  Refuse what is no date with a \`RangeError\`.
  - verify: node --test test/parse.test.js
  - [ ] \`2026-02-30\` is refused
- [ ] format: Format dates as ISO does (agent: codex)
  - verify: node --test test/format.test.js
- [ ] readme: Document both functions (agent: goose)
- [ ] changelog: Add a changelog entry (after parse, format, readme; agent: claude)
`;

/** What an agent does for each task, and what it says in the end: as agents speak, with all that they would set off. */
export const WORK: Readonly<Record<string, { readonly command: string; readonly says: string }>> = {
  parse: {
    command: files({
      'src/parse.js': `export function parseDate(text) {
  const date = new Date(text + "T00:00:00Z");
  if (Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== text) throw new RangeError(text);
  return date;
}`,
      'test/parse.test.js': `import assert from "node:assert";
import { test } from "node:test";
import { parseDate } from "../src/parse.js";
test("a day that is none is refused", () => assert.throws(() => parseDate("2026-02-30"), RangeError));
test("a day is parsed", () => assert.equal(parseDate("2026-02-28").getTime(), Date.UTC(2026, 1, 28)));`,
    }),
    says: `## Summary

I implemented \`parseDate\` in \`src/parse.js\`; it refuses anything that does not survive the way there and back, such as \`2026-02-30\`. Fixes #1.

- The test is \`test/parse.test.js\`.
- Left alone: times and offsets.

cc @ada`,
  },
  format: {
    command: files({
      'src/format.js': 'export function formatDate(date) {\n  return date.toISOString().slice(0, 10);\n}',
      'test/format.test.js': `import assert from "node:assert";
import { test } from "node:test";
import { formatDate } from "../src/format.js";
test("a day is written", () => assert.equal(formatDate(new Date(0)), "1970-01-01"));`,
    }),
    says: 'Added `formatDate`, which cuts the day off what `toISOString` writes. Years beyond 9999 come out in its long form: nobody asked for them.',
  },
  readme: {
    command: files({
      'README.md': '# Dates\n\n`parseDate(text)` reads a day, `formatDate(date)` writes one.',
    }),
    says: 'The README names both functions with one line each.',
  },
  changelog: {
    command: files({ 'CHANGELOG.md': '# Changelog\n\n- `parseDate` and `formatDate`.' }),
    says: 'One entry for both functions.',
  },
};

/** A command that writes them. */
function files(texts: Readonly<Record<string, string>>): string {
  const writes = Object.entries(texts).map(([path, text]) => {
    const folder = path.includes('/') ? `mkdir -p ${path.split('/')[0]} && ` : '';
    return `${folder}cat > ${path} <<'EOF'\n${text}\nEOF`;
  });
  return writes.join('\n');
}
