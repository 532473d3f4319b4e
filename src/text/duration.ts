/** Timers of Node end at 2^31 ms, a little more than 24 days. */
const LONGEST_MS = 24 * 86_400_000;

const UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1_000],
  ['ms', 1],
] as const;

const PATTERN = /^(?:(\d{1,9})d)?\s*(?:(\d{1,9})h)?\s*(?:(\d{1,9})m(?!s))?\s*(?:(\d{1,9})s)?\s*(?:(\d{1,9})ms)?$/i;

/** Reads `90s`, `30m`, `2h`, `1h30m`, `1d` or `500ms` as milliseconds; undefined where it is none, zero or over 24 days. */
export function parseDuration(text: string): number | undefined {
  const match = PATTERN.exec(text.trim());
  if (!match) return undefined;
  const total = UNITS.reduce((sum, [, unitMs], index) => sum + Number(match[index + 1] ?? 0) * unitMs, 0);
  return total > 0 && total <= LONGEST_MS ? total : undefined;
}

/** The shortest text that {@link parseDuration} reads as `durationMs`. */
export function formatDuration(durationMs: number): string {
  let rest = durationMs;
  let text = '';
  for (const [name, unitMs] of UNITS) {
    const count = Math.floor(rest / unitMs);
    if (count > 0) text += `${count}${name}`;
    rest -= count * unitMs;
  }
  return text;
}
