import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Provider } from '../config/runner_config.ts';
import { isGemini } from './is_gemini.ts';

const MINUTE_MS = 60_000;
/** Of a conversation's id, what stands in its file's name. */
const ID_IN_NAME = 8;

/**
 * How long a conversation has to rest before it can go on, in milliseconds. Gemini names its file by the minute and the
 * beginning of its id, and begins that file anew when it loads the conversation within that minute: what was said is lost.
 *
 * @param nowEpochMs by the clock of this machine, as the agent reads it
 */
export async function pauseBeforeResumeMs(
  home: string,
  provider: Pick<Provider, 'command' | 'transport'>,
  session: string,
  nowEpochMs: number,
): Promise<number> {
  if (!isGemini(provider)) return 0;
  const minute = new Date(nowEpochMs).toISOString().slice(0, 16).replaceAll(':', '-');
  const projects = join(home, '.gemini', 'tmp');
  for (const project of await namesIn(projects)) {
    const chats = await namesIn(join(projects, project, 'chats'));
    const begun = `session-${minute}-${session.slice(0, ID_IN_NAME)}`;
    if (chats.some((name) => name.startsWith(begun))) return MINUTE_MS - (nowEpochMs % MINUTE_MS);
  }
  return 0;
}

async function namesIn(folder: string): Promise<readonly string[]> {
  return await readdir(folder).catch(() => []);
}
