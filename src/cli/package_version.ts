import { readFile } from 'node:fs/promises';

/**
 * The version in the package that holds the program.
 * @param entryFile a file directly in `src`, or in `dist/src` once built
 */
export async function packageVersion(entryFile: string): Promise<string> {
  for (const place of ['../package.json', '../../package.json']) {
    const text = await readFile(new URL(place, `file://${entryFile}`), 'utf8').catch(() => undefined);
    if (text === undefined) continue;
    const { name, version } = JSON.parse(text) as { name?: string; version?: string };
    if (name === 'planwright' && version !== undefined) return version;
  }
  return '0.0.0';
}
