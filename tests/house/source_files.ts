import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

/** Files below these paths as the repository has them: tracked, and new ones that are not ignored. */
export function repositoryFiles(...paths: readonly string[]): readonly string[] {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', ...paths], {
    cwd: root,
  });
  return [...new Set(listed.toString().split('\n'))].filter((file) => file !== '').sort();
}

/** Our sources. */
export function sourceFiles(): readonly string[] {
  return repositoryFiles('src', 'runner').filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'));
}

export function read(file: string): string {
  return readFileSync(`${root}/${file}`, 'utf8');
}
