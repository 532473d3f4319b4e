import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { read } from './source_files.ts';

const contributing = read('docs/contributing.md');

describe('docs for those who work on it', () => {
  it('name only files and folders that are there', () => {
    const named = [...contributing.matchAll(/`((?:src|runner|tests|docs)\/[\w./-]+)`/g)].map(([, path = '']) => path);
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter((path) => !existsSync(new URL(`../../${path}`, import.meta.url)))).toEqual([]);
  });

  it('say what the run of CI leaves out', () => {
    const scripts = [...contributing.matchAll(/`npm run ([\w:]+)`/g)].map(([, name = '']) => name);
    const [row = ''] = /^\| `bash \.ci\/run` \|.*$/m.exec(contributing) ?? [];
    const ofCI = read('.ci/run');
    const leftOut = scripts.filter((name) => !ofCI.includes(`npm run ${name}\n`));
    expect(leftOut).toContain('bench');
    expect(leftOut.filter((name) => !row.includes(`\`${name}\``))).toEqual([]);
  });
});

it('what becomes of the title is said alike, where people look for it', () => {
  for (const file of ['docs/guide.md', 'docs/security.md']) {
    expect(read(file), file).toContain('decisions/0022-the-title-is-pinned-with-the-body.md');
  }
});
