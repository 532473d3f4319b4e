import { counted } from '../../core/text/counted.ts';
import { EXIT } from '../exit_code.ts';
import type { Reply } from '../reply.ts';
import { printable } from '../terminal/printable.ts';
import type { Style, Tone } from '../terminal/style.ts';
import type { CheckResult } from './check.ts';
import type { CheckOutcome } from './run_checks.ts';

type State = CheckResult['state'];

/** The sign alone tells the state where there is no colour. */
const SIGNS: Readonly<Record<State, { readonly sign: string; readonly tone: Tone }>> = {
  ok: { sign: '✓', tone: 'good' },
  warn: { sign: '!', tone: 'busy' },
  fail: { sign: '✗', tone: 'bad' },
  skipped: { sign: '–', tone: 'faint' },
};

/** What `planwright doctor` says: a line for each check, and below it how to mend what is not right. */
export function doctorReply(outcomes: readonly CheckOutcome[], style: Style): Reply {
  const count = (state: State) => outcomes.filter((outcome) => outcome.state === state).length;
  const counts = { ok: count('ok'), warn: count('warn'), fail: count('fail'), skipped: count('skipped') };
  const summary = [
    `${counts.ok} in order`,
    ...(counts.warn > 0 ? [counted(counts.warn, 'warning')] : []),
    ...(counts.fail > 0 ? [`${counts.fail} to mend`] : []),
    ...(counts.skipped > 0 ? [`${counts.skipped} not checked`] : []),
  ].join(', ');
  const text = [...outcomes.flatMap((outcome) => linesOf(outcome, style)), '', `${summary}.`].join('\n');
  const data = { counts, checks: outcomes };
  if (counts.fail === 0) return { data, text };
  const failed = outcomes.filter(({ state }) => state === 'fail').map(({ title }) => title);
  const message = `${counted(counts.fail, 'check')} failed: ${failed.join(', ')}.`;
  return { data, text, failure: { code: 'doctor_found', message, exitCode: EXIT.workFailed } };
}

function linesOf(outcome: CheckOutcome, style: Style): readonly string[] {
  const { sign, tone } = SIGNS[outcome.state];
  const mends = 'mend' in outcome && outcome.mend !== undefined ? outcome.mend.split('\n') : [];
  return [
    `${style(tone, sign)} ${style('strong', outcome.title)}: ${printable(outcome.what)}`,
    ...mends.map((mend) => `    ${printable(mend)}`),
  ];
}
