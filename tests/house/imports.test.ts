import { posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { read, sourceFiles } from './source_files.ts';

/** Which folder may import which of our folders: the table that stands in `docs/architecture.md`. */
function tableOfArchitecture(): Map<string, readonly string[]> {
  const rows = read('docs/architecture.md').matchAll(/^\| `([a-z/.]+)` \| (.*?) \|/gm);
  return new Map(
    [...rows].map(([, folder = '', allowed = '']) => [
      folder,
      [...allowed.matchAll(/`([a-z/.]+)`/g)].map(([, name = '']) => name),
    ]),
  );
}

function importsOf(file: string): readonly { readonly target: string; readonly typeOnly: boolean }[] {
  const found = read(file).matchAll(/^(?:import|export)\s+(type\s+)?(?:[^'"]*?\sfrom\s+)?['"](\.[^'"]+)['"]/gm);
  const dynamic = read(file).matchAll(/\bimport\(\s*['"](\.[^'"]+)['"]\s*\)/g);
  return [
    ...[...found].map(([, type, path = '']) => ({ target: resolve(file, path), typeOnly: type !== undefined })),
    ...[...dynamic].map(([, path = '']) => ({ target: resolve(file, path), typeOnly: false })),
  ];
}

function resolve(file: string, path: string): string {
  return posix.join(posix.dirname(file), path);
}

const table = tableOfArchitecture();

/** The longest folder of the table that holds the file. */
function folderOf(file: string): string | undefined {
  return [...table.keys()]
    .filter((folder) => file === folder || file.startsWith(`${folder}/`))
    .sort((a, b) => b.length - a.length)[0];
}

describe('imports', () => {
  it('places every source file in a folder of the table', () => {
    expect(sourceFiles().filter((file) => folderOf(file) === undefined)).toEqual([]);
  });

  it('go only along the arrows of the table', () => {
    const wrong = sourceFiles().flatMap((file) => {
      const from = folderOf(file) ?? '';
      const allowed = table.get(from) ?? [];
      return importsOf(file)
        .map(({ target }) => ({ target, to: folderOf(target) ?? target }))
        .filter(({ to }) => to !== from && !allowed.includes(to))
        .map(({ target }) => `${file} → ${target}`);
    });
    expect(wrong).toEqual([]);
  });

  it('of core and protocol reach no clock, randomness, environment or process', () => {
    const impure =
      /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bprocess\.|\bsetTimeout\(|\bcrypto\.random|from 'node:(?!crypto')/;
    const wrong = sourceFiles().filter((file) => /^src\/(core|protocol)\//.test(file) && impure.test(read(file)));
    expect(wrong).toEqual([]);
  });

  it('name no package of a model vendor', () => {
    const { dependencies, devDependencies } = JSON.parse(read('package.json'));
    const vendors = /openai|anthropic|@google\/gen|mistral|cohere|langchain|ollama/;
    expect(Object.keys({ ...dependencies, ...devDependencies }).filter((name) => vendors.test(name))).toEqual([]);
  });
});
