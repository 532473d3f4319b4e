import { basename, extname } from 'node:path';

/** The longest name, so that branches of it stay readable and file systems take them. */
const NAME_LIMIT = 60;

/**
 * The name of a local plan: its file's name without extension, as it can stand in `planwright/<name>/plan`.
 * What a branch cannot hold becomes a dash; where nothing is left, it is `plan`.
 */
export function planName(file: string): string {
  const base = basename(file, extname(file));
  const name = base
    .normalize('NFKD')
    .replaceAll(/\p{Mn}/gu, '')
    .replaceAll(/[^A-Za-z0-9_.-]+/g, '-')
    .replaceAll(/\.{2,}/g, '.')
    .slice(0, NAME_LIMIT)
    .replace(/^[^A-Za-z0-9]+/, '')
    .replace(/[.-]+$/, '')
    .replace(/(\.lock)+$/i, '');
  return name === '' ? 'plan' : name;
}
