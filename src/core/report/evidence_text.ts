import { commandLine } from '../../protocol/command_line.ts';
import type { CommandEnd, Evidence } from '../../protocol/evidence.ts';
import { code, fence } from '../text/fence.ts';
import { secondsText } from '../text/time_text.ts';
import { inlineText, table } from './inline_text.ts';
import { commitLink } from './links.ts';
import { lastLines, shortenLine } from './shorten.ts';

const COMMAND_LIMIT = 200;
const MESSAGE_LIMIT = 200;

/** What colours a terminal and moves its cursor (ECMA-48, control sequences). */
const terminalCode = new RegExp(`${String.fromCharCode(27)}\\[[0-9;?]*[ -/]*[@-~]`, 'g');

/** Whether the command did what it should; one that was not needed did. */
export function isGood({ end }: Pick<Evidence, 'end'>): boolean {
  return end.kind === 'not_needed' || (end.kind === 'exited' && end.exitCode === 0);
}

/** Whether the command was run at all. */
export function wasRun({ end }: Pick<Evidence, 'end'>): boolean {
  return end.kind !== 'not_needed';
}

/** How a command ended, in words; with `durationMs` also in what time. */
function endText(end: CommandEnd, durationMs?: number): string {
  const time = (before: string) => (durationMs === undefined ? '' : ` ${before} ${secondsText(durationMs)}`);
  switch (end.kind) {
    case 'exited':
      return `exit ${end.exitCode}${time('in')}`;
    case 'signaled':
      return `ended by ${inlineText(end.signal, MESSAGE_LIMIT)}${time('after')}`;
    case 'timed_out':
      return `took too long${time('and was stopped after')}`;
    case 'canceled':
      return `was stopped${time('after')}`;
    case 'could_not_start':
      return `could not start: ${inlineText(end.message, MESSAGE_LIMIT)}`;
    case 'not_needed':
      return 'not needed: no such path has changed';
    default:
      return end satisfies never;
  }
}

/** A command as it would be typed, as code, and the paths that it is for. */
function commandText({ argv, when }: Pick<Evidence, 'argv' | 'when'>): string {
  const command = code(shortenLine(commandLine(argv), COMMAND_LIMIT));
  return when === undefined ? command : `${command} for ${code(shortenLine(when.join(', '), COMMAND_LIMIT))}`;
}

/** Stands before the result of a command. */
function signOf(evidence: Evidence): string {
  if (!wasRun(evidence)) return '–';
  return isGood(evidence) ? '✓' : '✗';
}

/** Commands as rows: what ran, how it ended and in what time, on which commit. Few columns, for the width of a phone. `of` puts a column before them. */
export function evidenceTable(
  rows: readonly { readonly evidence: Evidence; readonly of?: string }[],
  repositoryUrl: string,
): string {
  const withOwner = rows.some(({ of }) => of !== undefined);
  const head = [...(withOwner ? ['task'] : []), 'command', 'result', 'commit'];
  return table(
    head,
    rows.map(({ evidence, of }) => [
      ...(withOwner ? [of ?? ''] : []),
      commandText(evidence),
      `${signOf(evidence)} ${endText(evidence.end, evidence.durationMs)}`,
      evidence.commit === null ? '' : commitLink(repositoryUrl, evidence.commit),
    ]),
  );
}

/** What the commands said last, `limit` UTF-16 code units in all; what failed gets its share first. */
export function evidenceTails(evidence: readonly Evidence[], limit: number): string {
  const spoken = evidence.filter(({ outputTail }) => outputTail.trim() !== '');
  let room = limit;
  const texts = new Map<Evidence, string>();
  const failedFirst = [...spoken].sort((left, right) => Number(isGood(left)) - Number(isGood(right)));
  for (const [index, each] of failedFirst.entries()) {
    const share = Math.floor(room / (spoken.length - index));
    const head = `${commandText(each)} ${endText(each.end)}`;
    const text = `${head}\n\n${fence(lastLines(printable(each.outputTail), share - head.length - 40))}`;
    if (text.length > share) continue;
    texts.set(each, text);
    room -= text.length + 2;
  }
  return spoken.flatMap((each) => texts.get(each) ?? []).join('\n\n');
}

/** Output without what colours a terminal, and without anything that could be taken for one of our marks. */
export function printable(text: string): string {
  return text
    .replace(terminalCode, '')
    .replace(/\r\n?/g, '\n')
    .replace(/[^\P{Cc}\n\t]/gu, '')
    .replaceAll('<!-- planwright:', '<!-- planwright\u200B:');
}
