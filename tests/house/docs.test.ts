import { existsSync } from 'node:fs';
import { posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ErrorCode } from '../../src/protocol/errors.ts';
import { read, repositoryFiles, root, sourceFiles } from './source_files.ts';

const pages = repositoryFiles('README.md', 'docs').filter((file) => file.endsWith('.md'));

/** The names that a source file writes as keys of a table: `NAME: …` or `'name': …` at the given indentation. */
function keysIn(file: string, table: RegExp, key: RegExp): readonly string[] {
  const body = table.exec(read(file))?.[1] ?? '';
  return [...body.matchAll(key)].map(([, name = '']) => name);
}

describe('docs', () => {
  it('link to files that exist', () => {
    const broken = pages.flatMap((page) =>
      [...read(page).matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)]
        .map(([, target = '']) => posix.join(posix.dirname(page), target))
        .filter((target) => !existsSync(`${root}/${target}`))
        .map((target) => `${page} → ${target}`),
    );
    expect(broken).toEqual([]);
  });

  it('explain every setting of a plan that is built', () => {
    const settings = keysIn(
      'src/core/plan/read/setting_keys.ts',
      /const built = \{(.*?)\n\}/s,
      /^ {2}'?([a-z-]+)'?:/gm,
    );
    expect(settings.length).toBeGreaterThan(15);
    const guide = read('docs/guide.md');
    expect(settings.filter((name) => !guide.includes(`\`${name}`))).toEqual([]);
  });

  it('explain every variable of the environment, and name no other', () => {
    const ofFile = (file: string) =>
      keysIn(file, /const (?:mends|LIMIT_MENDS): .*? = \{(.*?)\n\};/s, /^ {2}([A-Z_]+):/gm);
    const known = [
      ...ofFile('src/config/service_environment.ts'),
      ...ofFile('src/config/limits.ts'),
      ...ofFile('src/config/github_environment.ts'),
      ...ofFile('src/config/github_hosts.ts'),
      ...ofFile('src/config/runner_environment.ts'),
      ...[...read('src/config/home_folders.ts').matchAll(/variables\.([A-Z_]+)/g)].map(([, name = '']) => name),
    ];
    const rows = [...read('docs/operations.md').matchAll(/^\| (`[A-Z_]+`(?:, `[A-Z_]+`)*) \|/gm)];
    const told = rows.flatMap(([, names = '']) => [...names.matchAll(/[A-Z_]+/g)].map(([name]) => name));
    expect([...new Set(told)].toSorted()).toEqual([...new Set(known)].toSorted());
  });

  it('stand at every export', () => {
    const missing = sourceFiles().flatMap((file) => {
      const found = [...read(file).matchAll(/^(.*)\n+export (?:async )?(?:type|const|function|class) (\w+)/gm)];
      const told = new Set(found.filter(([, before = '']) => before.endsWith('*/')).map(([, , name]) => name));
      // An answer is told together with its request.
      const toTell = found
        .map(([, , name = '']) => name)
        .filter((name) => !/^src\/protocol\/.*Response$/.test(`${file}${name}`));
      return [...new Set(toTell)].filter((name) => !told.has(name)).map((name) => `${file}: ${name}`);
    });
    expect(missing).toEqual([]);
  });

  it('explain every error that a runner may be answered with', () => {
    const protocol = read('docs/protocol.md');
    const ofOperatorsAlone = ['plan_invalid', 'already_running', 'already_finished'];
    const missing = ErrorCode.options.filter(
      (code) => !ofOperatorsAlone.includes(code) && !protocol.includes(`\`${code}\``),
    );
    expect(missing).toEqual([]);
  });
});
