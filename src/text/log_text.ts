import { stripVTControlCharacters } from 'node:util';

/** What each line of a log of GitHub Actions begins with. */
const STAMP = /^\uFEFF?\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z /gm;

/** The end of a job's log, in whole lines and at most `limit` UTF-16 code units, without colours and times of day. */
export function logText(log: string, limit: number): string {
  const plain = stripVTControlCharacters(log.slice(-4 * limit))
    .replace(STAMP, '')
    .trimEnd();
  if (plain.length <= limit) return plain;
  const end = plain.slice(-limit);
  return end.slice(end.indexOf('\n') + 1);
}
