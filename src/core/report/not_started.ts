import type { PlanProblem, PlanWarning } from '../plan/plan.ts';
import type { SettingsProblem } from '../settings/settings_problem.ts';
import { counted } from '../text/counted.ts';
import { code } from '../text/fence.ts';
import { type Remark, remarkText } from './remark_text.ts';
import { settingsItem } from './settings_item.ts';
import { shortenLine, UNMARKED_TEXT_LIMIT } from './shorten.ts';

/** Why a plan did not start: what is to mend in the settings, and in the plan itself; null: the plan is in order. */
export type Mistakes = {
  readonly settings: readonly SettingsProblem[];
  readonly plan: {
    readonly problems: readonly PlanProblem[];
    readonly warnings: readonly PlanWarning[];
    readonly markdown: string;
  } | null;
};

/**
 * What makes Planwright look at the plan again: an edit of an issue that carries the label, or else the command, since edits of
 * other issues start nothing.
 */
export type NextCheck = 'edit' | 'command';

const AGAIN: Readonly<Record<NextCheck, string>> = {
  edit: '; I check again by myself.',
  command: ', then write `/planwright run` again.',
};
const AGAIN_AFTER_SETTINGS: Readonly<Record<NextCheck, string>> = {
  edit: 'edit the issue or write `/planwright run`.',
  command: 'write `/planwright run` again.',
};

/** What the reader did who may not command: set something going by the issue, or without its label, or wrote a comment. */
const AFTER_ADMINS: Readonly<Record<NextCheck | 'comment', string>> = {
  ...AGAIN_AFTER_SETTINGS,
  command: 'write `/planwright run`.',
  comment: 'write the command again.',
};

const QUOTE_LIMIT = 160;
/** More than these nobody reads before mending the first. */
const WARNINGS_SHOWN = 20;
const BETWEEN = '\n\n';
const NOTICED = 'Also noticed, which would not keep it from starting:';

/** The comment about a plan that has nothing left to do, which starts nothing either; without its hidden marker. */
export function nothingToDo(next: NextCheck): string {
  return `**Nothing to do: every task of this plan is ticked.** Untick one${AGAIN[next]}`;
}

/**
 * The comment about a plan that did not start, without its hidden marker: each mistake with its line, what is wrong, how
 * to mend it and, of the plan, the line itself. As many as fit into what GitHub takes; the rest is counted.
 */
export function notStarted({ settings, plan }: Mistakes, next: NextCheck): string {
  const half = UNMARKED_TEXT_LIMIT / 2;
  const first = settings.length === 0 ? '' : settingsPart(settings, next, plan === null ? UNMARKED_TEXT_LIMIT : half);
  if (plan === null) return first;
  const room = UNMARKED_TEXT_LIMIT - (first === '' ? 0 : first.length + BETWEEN.length);
  return [first, planPart(plan, next, room, first === '' ? 'alone' : 'as_well')]
    .filter((part) => part !== '')
    .join(BETWEEN);
}

/** Why nothing was done for somebody who may well command, as far as can be told: nobody but admins is believed to. */
export function onlyAdminsText(problems: readonly SettingsProblem[], next: NextCheck | 'comment'): string {
  const head = `**Nothing was done: until ${counted(problems.length, 'thing')} in the settings ${problems.length === 1 ? 'is' : 'are'} mended, only admins may command here.** Mend the file on the default branch, then ${AFTER_ADMINS[next]}`;
  return listed(head, problems, settingsItem, UNMARKED_TEXT_LIMIT);
}

function settingsPart(problems: readonly SettingsProblem[], next: NextCheck, limit: number): string {
  const head = `**This plan did not start: ${counted(problems.length, 'thing')} to mend in the settings.** Mend the file on the default branch, then ${AGAIN_AFTER_SETTINGS[next]}`;
  return listed(head, problems, settingsItem, limit);
}

function planPart(
  { problems, warnings, markdown }: NonNullable<Mistakes['plan']>,
  next: NextCheck,
  limit: number,
  stands: 'alone' | 'as_well',
): string {
  const source = markdown.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/);
  const item = (remark: Remark) => `- ${remarkText(remark)}${quote(remark, source)}`;
  const noticed = warnings.slice(0, WARNINGS_SHOWN);
  const tail = noticed.length === 0 ? '' : `${BETWEEN}${listed(NOTICED, noticed, item, limit / 2)}`;
  const things = counted(problems.length, 'thing');
  const what = stands === 'alone' ? `This plan did not start: ${things}` : `In the plan itself: ${things}`;
  const head = `**${what} to mend.** Edit the issue${AGAIN[next]}`;
  return `${listed(head, problems, item, limit - tail.length)}${tail}`;
}

/** The head and below it as many items as fit into `limit` UTF-16 code units. */
function listed<Item>(head: string, items: readonly Item[], textOf: (item: Item) => string, limit: number): string {
  return `${head}${BETWEEN}${itemsWithin(items, textOf, limit - head.length - BETWEEN.length)}`;
}

function itemsWithin<Item>(items: readonly Item[], textOf: (item: Item) => string, limit: number): string {
  const rest = (count: number) => `- and ${count} more`;
  const texts: string[] = [];
  let room = limit - rest(items.length).length - 1;
  for (const item of items) {
    const text = textOf(item);
    if (text.length + 1 > room) break;
    room -= text.length + 1;
    texts.push(text);
  }
  const left = items.length - texts.length;
  return [...texts, ...(left > 0 ? [rest(left)] : [])].join('\n');
}

function quote({ line }: Remark, source: readonly string[]): string {
  const text = shortenLine((source[line - 1] ?? '').trim(), QUOTE_LIMIT);
  return text === '' ? '' : `\n  ${code(text)}`;
}
