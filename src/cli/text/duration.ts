import { durationText } from '../../text/duration.ts';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;

/** A length of time that is still growing, in whole seconds, so that it changes once a second. */
export function runningDurationText(durationMs: number): string {
  const ms = Math.max(0, durationMs);
  return ms < MINUTE_MS ? `${Math.floor(ms / SECOND_MS)}s` : durationText(Math.floor(ms / SECOND_MS) * SECOND_MS);
}

/** Time of day of epoch milliseconds, where the machine stands: `14:03:07`. */
export function timeOfDay(at: number): string {
  const date = new Date(at);
  return [date.getHours(), date.getMinutes(), date.getSeconds()].map(twoDigits).join(':');
}

/** Day and minute of epoch milliseconds, where the machine stands and the same in every country: `2026-02-03 14:03`. */
export function minuteText(at: number): string {
  const date = new Date(at);
  const day = [date.getFullYear(), twoDigits(date.getMonth() + 1), twoDigits(date.getDate())].join('-');
  return `${day} ${twoDigits(date.getHours())}:${twoDigits(date.getMinutes())}`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
