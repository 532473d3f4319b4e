import { posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { read, sourceFiles } from './source_files.ts';

/** Which folder may import which of our folders: the table that stands in `docs/architecture.md`. */
function tableOfArchitecture(): Map<string, readonly string[]> {
  const rows = read('docs/architecture.md').matchAll(/^\| `([a-z_/.]+)` \| (.*?) \|/gm);
  return new Map(
    [...rows].map(([, folder = '', allowed = '']) => [
      folder,
      [...allowed.matchAll(/`([a-z_/.]+)`/g)].map(([, name = '']) => name),
    ]),
  );
}

/** All that a file imports by these patterns: types, re-exports and dynamic imports too. */
function importsOf(file: string): { readonly files: readonly string[]; readonly packages: readonly string[] } {
  const text = read(file);
  const named = [
    ...text.matchAll(/^(?:import|export)\s(?:[^'"]*?\sfrom\s+)?['"]([^'"]+)['"]/gm),
    ...text.matchAll(/\bimport\(\s*['"]([^'"]+)['"]\s*\)/g),
  ].map(([, target = '']) => target);
  return {
    files: named.filter((target) => target.startsWith('.')).map((target) => resolve(file, target)),
    packages: named
      .filter((target) => !target.startsWith('.') && !target.startsWith('node:'))
      .map((target) => /^(?:@[^/]+\/)?[^/]+/.exec(target)?.[0] ?? target),
  };
}

function resolve(file: string, path: string): string {
  return posix.join(posix.dirname(file), path);
}

const table = tableOfArchitecture();

/** Where each package may be imported: folders, or one file. A new one gets a line here once it is clear whose business it is. */
const placesOf: Readonly<Record<string, readonly string[]>> = {
  '@hono/node-server': ['src/cli'],
  '@hono/zod-validator': ['src/http'],
  '@libsql/client': ['src/store'],
  '@octokit/auth-app': ['src/github'],
  '@octokit/rest': ['src/github'],
  commander: ['src/cli'],
  'drizzle-orm': ['src/store/drizzle.ts'],
  execa: ['src/local', 'runner'],
  'fs-native-extensions': ['src/store', 'runner'],
  hono: ['src/http'],
  mdast: ['src/core'],
  'mdast-util-from-markdown': ['src/core'],
  picomatch: ['src/text'],
  probot: ['src/github/app'],
  uuid: ['src/cli', 'runner'],
  yaml: ['src/core', 'src/cli', 'runner'],
  zod: ['src/protocol', 'src/config', 'src/github', 'src/http', 'src/store', 'src/cli', 'runner'],
};

/** The longest folder of the table that holds the file. */
function folderOf(file: string): string | undefined {
  return [...table.keys()]
    .filter((folder) => file === folder || file.startsWith(`${folder}/`))
    .sort((a, b) => b.length - a.length)[0];
}

/** Whether a row's arrow to a folder reaches another: that very one, or one below it for who stands outside of it. */
function reaches(from: string, named: string, to: string): boolean {
  const isInside = from === named || from.startsWith(`${named}/`);
  return to === named || (!isInside && to.startsWith(`${named}/`));
}

/** Those that arrows lead into a circle: what is left once all are gone that lead nowhere. */
function inCircles(arrows: readonly (readonly [from: string, to: string])[]): readonly string[] {
  const targetsOf = Map.groupBy(arrows, ([from]) => from);
  const left = new Set(targetsOf.keys());
  for (let leaves = ['']; leaves.length > 0; ) {
    leaves = [...left].filter((from) => !targetsOf.get(from)?.some(([, to]) => left.has(to)));
    for (const leaf of leaves) left.delete(leaf);
  }
  return [...left];
}

describe('imports', () => {
  it('places every source file in a folder of the table', () => {
    expect(sourceFiles().filter((file) => folderOf(file) === undefined)).toEqual([]);
  });

  const arrows = sourceFiles().flatMap((file) =>
    importsOf(file).files.map((target) => ({
      file,
      target,
      from: folderOf(file) ?? '',
      to: folderOf(target) ?? target,
    })),
  );

  it('go only along the arrows of the table', () => {
    const wrong = arrows
      .filter(({ from, to }) => to !== from && !(table.get(from) ?? []).some((named) => reaches(from, named, to)))
      .map(({ file, target }) => `${file} → ${target}`);
    expect(wrong).toEqual([]);
  });

  it('use every arrow of the table', () => {
    const unused = [...table].flatMap(([from, allowed]) =>
      allowed
        .filter((named) => !arrows.some((arrow) => arrow.from === from && reaches(from, named, arrow.to)))
        .map((named) => `${from} → ${named}`),
    );
    expect(unused).toEqual([]);
  });

  it('go round in no circle of files', () => {
    expect(inCircles(arrows.map(({ file, target }) => [file, target]))).toEqual([]);
  });

  it('go round in no circle of folders', () => {
    // Records, slices and changes are put together of the types of those who use them.
    const others = arrows.filter(({ from, to }) => from !== to && from !== 'src/core');
    expect(inCircles(others.map(({ from, to }) => [from, to]))).toEqual([]);
  });

  it('of packages stay in their folders', () => {
    const wrong = sourceFiles().flatMap((file) =>
      importsOf(file)
        .packages.filter((name) => !placesOf[name]?.some((place) => file === place || file.startsWith(`${place}/`)))
        .map((name) => `${file} → ${name}`),
    );
    expect(wrong).toEqual([]);
  });

  it('of the database client are of types alone, but where it is loaded as CommonJS', () => {
    const loading = /^(?:import|export)\s(?!type\b)[^'"]*?\sfrom\s+['"](?:drizzle-orm|@libsql\/client)\b/m;
    expect(sourceFiles().filter((file) => loading.test(read(file)))).toEqual([]);
    expect(read('src/store/drizzle.ts')).toMatch(/\bload\('drizzle-orm'\)/);
  });

  it('leave no dependency unused', () => {
    const used = new Set(sourceFiles().flatMap((file) => importsOf(file).packages));
    const { dependencies } = JSON.parse(read('package.json'));
    expect(Object.keys(dependencies).filter((name) => !used.has(name))).toEqual([]);
  });

  it('of core and protocol reach no clock, randomness, environment or process', () => {
    const impure =
      /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bprocess\.|\bsetTimeout\(|\bcrypto\.random|from 'node:(?!crypto')/;
    const wrong = sourceFiles().filter((file) => /^src\/(core|protocol)\//.test(file) && impure.test(read(file)));
    expect(wrong).toEqual([]);
  });
});
