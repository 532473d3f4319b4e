import type { Evidence } from '../../../protocol/evidence.ts';
import type { Place } from '../../effects/place.ts';
import { isGood, printable } from '../evidence_text.ts';
import { shortenLine } from '../shorten.ts';
import { LINE_FORMS } from './line_forms.ts';
import { Reading } from './reading.ts';

/** The most places of one check that are kept, before it is known which files were changed. */
const PLACES_LIMIT = 150;

/** Longer lines are no message to people. In UTF-16 code units. */
const LINE_LIMIT = 2_000;

/**
 * The places that failed commands name in their output, in its order: those of compilers and linters (`path:line:column:
 * message`, `path(line,column): …`, ESLint's blocks, rustc's arrows) and frames of stacks (Node, Vitest, Jest, Python,
 * Go, Rust). The output is of strangers: each line is looked at once, by patterns that cannot run away.
 */
export function findPlaces(evidence: readonly Evidence[]): readonly Place[] {
  const places = new Map<string, Place>();
  let stacks = 0;
  for (const each of evidence) {
    if (isGood(each)) continue;
    const reading = new Reading(stacks);
    for (const line of printable(each.outputTail).split('\n')) if (line.length <= LINE_LIMIT) readLine(line, reading);
    for (const place of reading.end()) {
      const key = `${place.path}:${place.line}:${place.column}:${place.message}`;
      if (!places.has(key)) places.set(key, place);
      if (places.size === PLACES_LIMIT) return [...places.values()];
    }
    stacks = reading.stacks + 1;
  }
  return [...places.values()];
}

function readLine(written: string, reading: Reading): void {
  const line = written.trimEnd();
  for (const { form, read } of LINE_FORMS) {
    const match = form.exec(line);
    if (match === null) continue;
    read((index) => shortenLine(match[index] ?? '', LINE_LIMIT), reading);
    return;
  }
  reading.other(line);
}
