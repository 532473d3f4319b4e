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
export function durationSetting(durationMs: number): string {
  let rest = durationMs;
  let text = '';
  for (const [name, unitMs] of UNITS) {
    const count = Math.floor(rest / unitMs);
    if (count > 0) text += `${count}${name}`;
    rest -= count * unitMs;
  }
  return text;
}

/** A length of time for people: `0.4s`, `12s`, `6m02s`, `1h05m`. */
export function durationText(durationMs: number): string {
  const seconds = Math.max(0, durationMs) / 1_000;
  if (seconds < 9.95) return `${seconds.toFixed(1)}s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole}s`;
  if (whole < 3_600) return `${Math.floor(whole / 60)}m${twoDigits(whole % 60)}s`;
  return `${Math.floor(whole / 3_600)}h${twoDigits(Math.floor((whole % 3_600) / 60))}m`;
}

function twoDigits(count: number): string {
  return String(count).padStart(2, '0');
}
