import type { Provider } from '../config/runner_config.ts';
import { isGemini } from './is_gemini.ts';

/** What an agent must find in its HOME to work alone: the file, and what stands in it unless somebody's own says otherwise. */
export type OwnSettings = { readonly path: string; readonly settings: JsonObject };

/** An object of JSON. */
export type JsonObject = { readonly [key: string]: unknown };

/** How Gemini finds its credentials, by the variable that holds a key; the first that is there. */
const GEMINI_AUTH: readonly (readonly [string, string])[] = [
  ['GEMINI_API_KEY', 'gemini-api-key'],
  ['GOOGLE_API_KEY', 'vertex-ai'],
];
/** Its login lies in this file. */
const GEMINI_LOGIN = '.gemini/oauth_creds.json';
/** By itself Gemini asks its model ten times, for more than three minutes; how long is waited is ours to say. */
const GEMINI_ATTEMPTS = 2;

/** The settings of a provider's program; null: it needs none, or is told by its arguments and variables. */
export function ownSettings(
  provider: Provider,
  environment: Readonly<Record<string, string | undefined>>,
): OwnSettings | null {
  if (!isGemini(provider)) return null;
  const { env, home } = provider;
  const found = GEMINI_AUTH.find(([name]) => env.includes(name) && environment[name] !== undefined)?.[1];
  const auth = found ?? (home.includes(GEMINI_LOGIN) ? 'oauth-personal' : undefined);
  return {
    path: '.gemini/settings.json',
    settings: {
      // Without it Gemini asks a person which it shall be.
      ...(auth === undefined ? {} : { security: { auth: { selectedType: auth } } }),
      general: { disableAutoUpdate: true, maxAttempts: GEMINI_ATTEMPTS },
      privacy: { usageStatisticsEnabled: false },
    },
  };
}

/** Both, object by object; where they differ, `theirs`. */
export function merged(ours: JsonObject, theirs: JsonObject): JsonObject {
  const both = Object.entries(theirs).map(([key, value]) => {
    const own = ours[key];
    return [key, isObject(own) && isObject(value) ? merged(own, value) : value] as const;
  });
  return { ...ours, ...Object.fromEntries(both) };
}

/** Whether a value of JSON is an object. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
