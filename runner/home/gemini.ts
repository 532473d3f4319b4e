import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Provider } from '../config/runner_config.ts';
import type { Program, SettingsFile } from './program.ts';

/** Gemini CLI: how it signs in is a setting, and it loses what was said in a conversation that goes on too soon. */
export const gemini: Program = { isOf, settings, pauseBeforeResumeMs };

/** How Gemini finds its credentials, by the variable that holds a key; the first that is there. */
const AUTH: readonly (readonly [string, string])[] = [
  ['GEMINI_API_KEY', 'gemini-api-key'],
  ['GOOGLE_API_KEY', 'vertex-ai'],
];
/** Its login lies in this file. */
const LOGIN = '.gemini/oauth_creds.json';
/** By itself Gemini asks its model ten times, for more than three minutes; how long is waited is ours to say. */
const ATTEMPTS = 2;
const MINUTE_MS = 60_000;
/** Of a conversation's id, what stands in its file's name. */
const ID_IN_NAME = 8;

/** Its file says so. */
function isOf({ command, transport }: Pick<Provider, 'command' | 'transport'>): boolean {
  return transport === 'acp' && command.some((part) => /^gemini(?:\.[cm]?js)?$/.test(basename(part)));
}

function settings({ env, home }: Provider, environment: Readonly<Record<string, string | undefined>>): SettingsFile {
  const found = AUTH.find(([name]) => env.includes(name) && environment[name] !== undefined)?.[1];
  const auth = found ?? (home.includes(LOGIN) ? 'oauth-personal' : undefined);
  return {
    path: '.gemini/settings.json',
    settings: {
      // Without it Gemini asks a person which it shall be.
      ...(auth === undefined ? {} : { security: { auth: { selectedType: auth } } }),
      general: { disableAutoUpdate: true, maxAttempts: ATTEMPTS },
      privacy: { usageStatisticsEnabled: false },
    },
  };
}

/**
 * Gemini names a conversation's file by the minute and the beginning of its id, and begins that file anew when it loads the
 * conversation within that minute: what was said is lost.
 */
async function pauseBeforeResumeMs(home: string, session: string, nowEpochMs: number): Promise<number> {
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
