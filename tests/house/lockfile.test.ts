import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';

const Lockfile = z.object({
  packages: z.record(
    z.string(),
    z.object({ integrity: z.string().optional(), optionalDependencies: z.record(z.string(), z.string()).optional() }),
  ),
});

type Packages = z.infer<typeof Lockfile>['packages'];

/** Where Node looks for `name` when `from` asks for it: its own `node_modules` first, then each one above. */
function installedAt(packages: Packages, from: string, name: string): string | undefined {
  const parents = from === '' ? [] : from.split('/node_modules/');
  const folders = parents.map((_, index) => `${parents.slice(0, parents.length - index).join('/node_modules/')}/`);
  return [...folders, ''].map((folder) => `${folder}node_modules/${name}`).find((path) => path in packages);
}

describe.each(['package-lock.json', 'tests/agents/clis/package-lock.json'])('%s', (file) => {
  const { packages } = Lockfile.parse(JSON.parse(readFileSync(file, 'utf8')));

  it('holds every optional package of every platform, without which `npm ci` refuses all of it', () => {
    const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies).filter((name) => installedAt(packages, path, name) === undefined),
    );
    expect(missing).toEqual([]);
  });

  it('pins every package by its hash', () => {
    const unpinned = Object.keys(packages).filter((path) => path !== '' && packages[path]?.integrity === undefined);
    expect(unpinned).toEqual([]);
  });

  it('names no host that its packages were fetched from', () => {
    expect(readFileSync(file, 'utf8')).not.toContain('"resolved"');
  });
});
