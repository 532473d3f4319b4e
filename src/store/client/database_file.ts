import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The absolute path behind a `file:` URL as libSQL reads it, or undefined for a server.
 * Both `file:relative/path.db` and `file:///absolute/path.db` are paths; no query is part of them.
 */
export function databaseFile(url: string): string | undefined {
  if (!url.toLowerCase().startsWith('file:')) return undefined;
  const rest = url.slice('file:'.length).split('?', 1)[0] ?? '';
  if (rest.startsWith('//')) return fileURLToPath(`file:${rest}`);
  return resolve(decodeURIComponent(rest));
}

/** True for the URLs that libSQL opens in memory. */
export function isInMemory(url: string): boolean {
  return url === ':memory:' || /^file::memory:/i.test(url);
}
