import type { Plan } from '../plan/plan.ts';
import type { SettingCounts } from '../plan/when_setting_counts.ts';
import type { EditProblem, PlanEdit } from '../plan_edit.ts';
import { counted } from '../text/counted.ts';
import { editCounts, isNothing, NO_CHANGE } from '../text/edit_counts.ts';
import { code } from '../text/fence.ts';
import { timeOfDay } from '../text/time_text.ts';
import { inlineText } from './inline_text.ts';
import { remarkText } from './remark_text.ts';
import { UNMARKED_TEXT_LIMIT } from './shorten.ts';

type Followed = Extract<PlanEdit['body'], { readonly kind: 'plan_edited' }>;
type Refused = Extract<PlanEdit['body'], { readonly kind: 'plan_edit_refused' }>;

const LOGIN_LIMIT = 60;
const TITLE_LIMIT = 100;
const VALUE_LIMIT = 120;

const COUNTS: Readonly<Record<SettingCounts, string>> = {
  now: 'from now on',
  not_begun: 'for tasks that have not begun',
  new_run: 'which counts for a new run; this one keeps what it has',
};

/**
 * The one comment about edits of a run's plan, without its hidden marker: what the newest came to, and the ones before it in a
 * line each.
 *
 * @param edits the newest first
 * @param plan what is carried out now, for titles
 */
export function planDiff(edits: readonly PlanEdit[], plan: Pick<Plan, 'tasks'>): string {
  const [newest, ...earlier] = edits;
  if (newest === undefined) return '';
  const { body } = newest;
  const head = body.kind === 'plan_edited' ? followedHead(body) : refusedHead(body);
  const items = body.kind === 'plan_edited' ? followedItems(body, plan) : body.problems.map(problemItem);
  const before = earlier.length === 0 ? '' : `\n\nBefore that:\n${earlier.map(earlierItem).join('\n')}`;
  const shown = within(items, UNMARKED_TEXT_LIMIT - head.length - before.length - 2, body.untold);
  return `${head}${shown === '' ? '' : `\n\n${shown}`}${before}`;
}

function followedHead(edit: Followed): string {
  const who = inlineText(edit.by, LOGIN_LIMIT);
  const keeps = edit.leftAlone.length === 0 ? '' : ' What had begun goes on as it was.';
  if (isNothing(edit)) return `**${who} edited the plan: ${NO_CHANGE}.**`;
  return `**${who} edited the plan, and the run follows: ${editCounts(edit)}.**${keeps}`;
}

function refusedHead({ by, problems, untold }: Refused): string {
  const things = counted(problems.length + untold, 'thing');
  const who = inlineText(by, LOGIN_LIMIT);
  return `**${who} edited the plan, which now has ${things} to mend; the run keeps the plan it has.** Edit the issue; I check again by myself.`;
}

function followedItems(edit: Followed, plan: Pick<Plan, 'tasks'>): readonly string[] {
  const titles = new Map(plan.tasks.map(({ id, title }) => [id, title]));
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
  return text === null ? 'not set' : code(text.length > VALUE_LIMIT ? `${text.slice(0, VALUE_LIMIT)}…` : text);
}

function problemItem(problem: EditProblem): string {
  return `- ${remarkText(problem)}${problem.quote === '' ? '' : `\n  ${code(problem.quote)}`}`;
}

function earlierItem({ at, body }: PlanEdit): string {
  const who = inlineText(body.by, LOGIN_LIMIT);
  const what =
    body.kind === 'plan_edited' ? editCounts(body) : `${counted(body.problems.length + body.untold, 'thing')} to mend`;
  return `- ${timeOfDay(at)}, ${who}: ${what}`;
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
