import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Provider } from '../config/runner_config.ts';
import { isObject } from './json_object.ts';

/** The largest file that is lent; logins and settings are far smaller. */
const SIZE_LIMIT_BYTES = 1024 * 1024;
/** Shorter texts in a file are no secrets: names, kinds and addresses. */
const SHORTEST_SECRET = 20;

/** A file of the runner's own HOME that an agent is lent. */
export type LentFile = { readonly path: string; readonly content: Buffer };

/** A file that a provider is to be lent is not there, or cannot be. `message` says what to do. */
export class FileNotLent extends Error {
  readonly code = 'file_not_lent';
}

/** The files that a provider's `home:` lists, as they are now. */
export async function lentFiles(userHome: string, { name, home }: Provider): Promise<readonly LentFile[]> {
  return await Promise.all(home.map(async (path) => ({ path, content: await contentOf(userHome, name, path) })));
}

/** Why a file of this HOME cannot be lent, `is not there` for one; null: it can. */
export async function whyNotLent(userHome: string, path: string): Promise<string | null> {
  return await stat(join(userHome, path)).then(
    (entry) => {
      if (!entry.isFile()) return 'is no file';
      return entry.size > SIZE_LIMIT_BYTES ? 'is larger than 1 MiB' : null;
    },
    (error: NodeJS.ErrnoException) => (error.code === 'ENOENT' ? 'is not there' : `cannot be read (${error.code})`),
  );
}

async function contentOf(userHome: string, provider: string, path: string): Promise<Buffer> {
  const why = await whyNotLent(userHome, path);
  if (why === null) return await readFile(join(userHome, path));
  throw new FileNotLent(
    `the file ${path}, which the runner's file lends to ${provider} by \`home\`, ${why} in ${userHome}; log in there with the agent's own program, or take it out of \`home\``,
  );
}

/** The secrets in files that providers are lent, as they are now; files that are not there have none. */
export async function secretsInFiles(userHome: string, providers: readonly Provider[]): Promise<readonly string[]> {
  const files = [...new Set(providers.flatMap(({ home }) => home))];
  const contents = await Promise.all(files.map((path) => readFile(join(userHome, path)).catch(() => Buffer.alloc(0))));
  return secretsIn(contents);
}

/** The secrets in files: every long text in those that are JSON. */
export function secretsIn(contents: readonly Buffer[]): readonly string[] {
  return contents.flatMap((content) => longTexts(parsed(content.toString('utf8'))));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function longTexts(value: unknown): readonly string[] {
  if (typeof value === 'string') return value.length >= SHORTEST_SECRET ? [value] : [];
  if (Array.isArray(value)) return value.flatMap(longTexts);
  return isObject(value) ? Object.values(value).flatMap(longTexts) : [];
}
