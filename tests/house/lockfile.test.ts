import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';

const Lockfile = z.object({
  packages: z.record(
    z.string(),
    z.object({ integrity: z.string().optional(), optionalDependencies: z.record(z.string(), z.string()).optional() }),
  ),
});

const { packages } = Lockfile.parse(JSON.parse(readFileSync('package-lock.json', 'utf8')));

/** Where Node looks for `name` when `from` asks for it: its own `node_modules` first, then each one above. */
function installedAt(from: string, name: string): string | undefined {
  const parents = from === '' ? [] : from.split('/node_modules/');
  const folders = parents.map((_, index) => `${parents.slice(0, parents.length - index).join('/node_modules/')}/`);
  return [...folders, ''].map((folder) => `${folder}node_modules/${name}`).find((path) => path in packages);
}

describe('the lockfile', () => {
  it('holds every optional package of every platform, without which `npm ci` refuses all of it', () => {
    const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies).filter((name) => installedAt(path, name) === undefined),
    );
    expect(missing).toEqual([]);
  });

  it('pins every package by its hash', () => {
    const unpinned = Object.keys(packages).filter((path) => path !== '' && packages[path]?.integrity === undefined);
    expect(unpinned).toEqual([]);
  });
});
