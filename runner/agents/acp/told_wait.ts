const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

/** How Gemini, and APIs whose words agents pass on, say when a limit ends: `Suggested retry after 3600s.` */
const WAIT = /\b(?:retry|try again) (?:after|in) (\d+(?:\.\d+)?) ?(ms|s|m|h)(?:ec|in|our)?/i;

/** How long a limit lasts by the words of an error, in milliseconds; undefined: they do not say. */
export function toldWaitMs(words: string): number | undefined {
  const [, count, unit] = WAIT.exec(words) ?? [];
  if (count === undefined || unit === undefined) return undefined;
  return Math.ceil(Number(count) * (UNIT_MS[unit.toLowerCase()] ?? 0));
}
