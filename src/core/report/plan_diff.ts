import type { VainTick } from '../effects/vain_tick.ts';
import type { Plan } from '../plan/plan.ts';
import type { SettingCounts } from '../plan/when_setting_counts.ts';
import type { EditProblem, PlanEdit, ToldDiff } from '../plan_edit.ts';
import { counted } from '../text/counted.ts';
import { editCounts } from '../text/edit_counts.ts';
import { code } from '../text/fence.ts';
import { timeOfDay } from '../text/time_text.ts';
import { inlineText } from './inline_text.ts';
import { editHead, type WaitingEdit } from './plan_diff_head.ts';
import { remarkText } from './remark_text.ts';
import { settingsItem } from './settings_item.ts';
import { shortenLine, UNMARKED_TEXT_LIMIT } from './shorten.ts';
import { vainTickText } from './vain_tick_text.ts';

const LOGIN_LIMIT = 60;
const TITLE_LIMIT = 100;
const VALUE_LIMIT = 120;

const COUNTS: Readonly<Record<SettingCounts, string>> = {
  now: 'from now on',
  not_begun: 'for tasks that have not begun',
  new_run: 'which counts for a new run; this one keeps what it has',
};

/**
 * The one comment about edits of a run's plan, without its hidden marker: what the newest came to, or would come to once it is
 * approved, and the ones before it in a line each.
 *
 * @param edits the newest first
 * @param plan what is carried out now, for titles
 * @param waiting the edit that waits for approval; null: none does
 * @param tick the tick that has it shown anew, though it approved nothing; null: none has
 */
export function planDiff(
  edits: readonly PlanEdit[],
  plan: Pick<Plan, 'tasks'>,
  waiting: WaitingEdit | null = null,
  tick: VainTick | null = null,
): string {
  const [newest, ...others] = edits;
  if (newest === undefined) return '';
  const { body } = newest;
  // What was followed once it was approved is told once.
  const earlier = others.filter((edit, index) => !isApproved(edit, others[index - 1] ?? newest));
  const shows = waiting === null ? plan : waiting.plan;
  const head = `${tick === null ? '' : `${vainTickText(tick)}\n\n`}${editHead(body, waiting)}`;
  const items = body.kind === 'plan_edit_refused' ? body.problems.map(problemItem) : changeItems(body, shows, plan);
  const before =
    earlier.length === 0 ? '' : `\n\nBefore that:\n${earlier.map((edit) => earlierItem(edit, waiting)).join('\n')}`;
  const shown = within(items, UNMARKED_TEXT_LIMIT - head.length - before.length - 2, body.untold);
  return `${head}${shown === '' ? '' : `\n\n${shown}`}${before}`;
}

/** Whether the edit before another in the list, which is the later one, is that same edit, approved. */
function isApproved({ body }: PlanEdit, { body: later }: PlanEdit): boolean {
  const approved = later.kind === 'plan_edited' && later.approvedBy !== undefined;
  return approved && body.kind === 'plan_edit_proposed' && body.planHash === later.planHash;
}

/** `plan` has the titles, and `before` those of what it has no more. */
function changeItems(edit: ToldDiff, plan: Pick<Plan, 'tasks'>, before: Pick<Plan, 'tasks'>): readonly string[] {
  const titles = new Map([...before.tasks, ...plan.tasks].map(({ id, title }) => [id, title]));
  const name = (id: string) => {
    const title = titles.get(id);
    return title === undefined || title === id ? code(id) : `${code(id)} ${inlineText(title, TITLE_LIMIT)}`;
  };
  return [
    ...edit.added.map((id) => `- added: ${name(id)}`),
    ...edit.changed.map(({ id, what }) => `- changed: ${name(id)} (${what.join(', ')})`),
    ...edit.removed.map((id) => `- removed, and canceled: ${code(id)}`),
    ...edit.ticked.map((id) => `- done by hand: ${name(id)}`),
    ...edit.leftAlone.map(({ id, was, what }) =>
      was === 'changed'
        ? `- left alone, since it had begun: ${name(id)} (${what.join(', ')})`
        : `- left alone, since it had begun, though the plan has it no more: ${name(id)}`,
    ),
    ...edit.settings.map(
      ({ key, from, to, counts }) => `- ${code(key)}: ${value(from)} → ${value(to)}, ${COUNTS[counts]}`,
    ),
    ...(edit.around
      ? ['- changed: the text around the tasks, which every attempt that starts from now on is given']
      : []),
  ];
}

function value(text: string | null): string {
  return text === null ? 'not set' : code(shortenLine(text, VALUE_LIMIT));
}

function problemItem({ file, ...problem }: EditProblem): string {
  if (file !== undefined) return settingsItem({ file, ...problem });
  return `- ${remarkText(problem)}${problem.quote === '' ? '' : `\n  ${code(problem.quote)}`}`;
}

function earlierItem({ at, body }: PlanEdit, waiting: WaitingEdit | null): string {
  const who = inlineText(body.by, LOGIN_LIMIT);
  return `- ${timeOfDay(at)}, ${who}: ${earlierText(body, waiting)}`;
}

function earlierText(body: PlanEdit['body'], waiting: WaitingEdit | null): string {
  switch (body.kind) {
    case 'plan_edited':
      return `${editCounts(body)}${body.approvedBy === undefined ? '' : `, approved by ${inlineText(body.approvedBy, LOGIN_LIMIT)}`}`;
    case 'plan_edit_proposed':
      return `${editCounts(body)}, ${body.planHash === waiting?.planHash ? 'waits for approval' : 'not approved'}`;
    case 'plan_edit_refused':
      return `${counted(body.problems.length + body.untold, 'thing')} to mend`;
    default:
      return body satisfies never;
  }
}

/** As many as fit into so many UTF-16 code units; the rest is counted. */
function within(items: readonly string[], limit: number, untold: number): string {
  const rest = (count: number) => `- and ${count} more`;
  let room = limit - rest(items.length + untold).length;
  const shown = items.filter((item) => {
    room -= item.length + 1;
    return room >= 0;
  });
  const left = items.length - shown.length + untold;
  return [...shown, ...(left === 0 ? [] : [rest(left)])].join('\n');
}
