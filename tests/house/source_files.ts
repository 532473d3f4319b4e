import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

/** Our sources as the repository has them: tracked, and new ones that are not ignored. */
export function sourceFiles(): readonly string[] {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', 'src', 'runner'], {
    cwd: root,
  });
  return [...new Set(listed.toString().split('\n'))]
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'))
    .sort();
}

export function read(file: string): string {
  return readFileSync(`${root}/${file}`, 'utf8');
}
