/**
 * Writes `operations.json`, the slim copy of GitHub's OpenAPI description. The source package is huge and no dependency:
 * install `@octokit/openapi` in a scratch folder and run
 * `node tests/support/github/openapi/generate.ts <scratch>/node_modules/@octokit/openapi/generated/api.github.com.deref.json`,
 * then `biome format --write` on what it wrote.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { operationIds } from './operation_ids.ts';

type Json = Record<string, unknown>;
type Described = {
  readonly operationId: string;
  readonly parameters?: readonly { name: string; in: string; required?: boolean; schema: Json }[];
  readonly requestBody?: { required?: boolean; content: Record<string, { schema: Json }> };
};
type Description = { readonly info: { version: string }; readonly paths: Record<string, Record<string, Described>> };

/** Words of a schema that say nothing about validity. */
const prose = new Set(['description', 'example', 'examples', 'title', 'externalDocs', 'deprecated', 'default']);

/** A schema of OpenAPI 3.0 as JSON Schema: without prose, `nullable` as a type. `names` are property names, not words. */
function slim(value: unknown, names = false): unknown {
  if (Array.isArray(value)) return value.map((item) => slim(item));
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value)
    .filter(([key]) => names || !(prose.has(key) || key === 'nullable' || key.startsWith('x-')))
    .map(([key, item]) => [key, slim(item, !names && key === 'properties')]);
  const schema = Object.fromEntries(kept) as Json;
  if (names || !('nullable' in value) || value.nullable !== true) return schema;
  if (typeof schema.type === 'string') schema.type = [schema.type, 'null'];
  if (Array.isArray(schema.enum)) schema.enum = [...schema.enum, null];
  return schema;
}

function operationOf(method: string, path: string, described: Described): Json {
  const body = described.requestBody;
  const schema = body?.content['application/json']?.schema;
  return {
    method,
    path,
    parameters: (described.parameters ?? [])
      .filter(({ in: place }) => place !== 'header')
      .map(({ name, in: place, required, schema: described }) => ({
        name,
        in: place,
        required: required === true,
        schema: slim(described),
      })),
    ...(schema === undefined ? {} : { bodyRequired: body?.required === true, body: slim(schema) }),
  };
}

const [source] = process.argv.slice(2);
if (source === undefined) throw new Error('Name the file api.github.com.deref.json of @octokit/openapi.');
const { info, paths } = JSON.parse(readFileSync(source, 'utf8')) as Description;
const wanted = new Set<string>(operationIds);
const found = Object.entries(paths).flatMap(([path, methods]) =>
  Object.entries(methods)
    .filter(([, described]) => wanted.has(described.operationId))
    .map(([method, described]) => [described.operationId, operationOf(method, path, described)] as const),
);
const missing = operationIds.filter((id) => !found.some(([name]) => name === id));
if (missing.length > 0) throw new Error(`GitHub describes no operation ${missing.join(', ')}.`);
const operations = Object.fromEntries(found.toSorted(([a], [b]) => a.localeCompare(b)));
writeFileSync(
  new URL('operations.json', import.meta.url),
  `${JSON.stringify({ version: info.version, operations }, null, 2)}\n`,
);
