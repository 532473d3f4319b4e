import type { PlanProblem } from '../plan/plan.ts';
import { counted } from '../text/counted.ts';
import { fitSections } from './fit_sections.ts';
import { inlineText } from './inline_text.ts';
import { planSection } from './proposed_text.ts';
import { remarkText } from './remark_text.ts';
import { UNMARKED_TEXT_LIMIT } from './shorten.ts';

const NAME_LIMIT = 200;
const MESSAGE_LIMIT = 1_000;
const PROBLEMS_SHOWN = 20;
const AGAIN =
  'Edit the issue or write `/planwright run`, and a plan is made again; or write a `## Tasks` list yourself.';

/** Below the mistakes of an issue without tasks, where nobody is there to make a plan of it. */
export const PLANNING_HINT =
  'A plan can also be made of what the issue says, for you to approve: name an agent for that in `.github/planwright.yml`, as `roles: { orchestrator: { agent: NAME } }`.';

/** The comment of an issue while the orchestrator makes a plan of it, without its hidden marker. Mentions nobody. */
export function planningText(by: string): string {
  return [
    '**A plan is being made of this issue.** It has no tasks, so the orchestrator reads the repository and proposes some. Nothing else runs before somebody approves them.',
    `Asked for by ${inlineText(by, NAME_LIMIT)}. The proposal appears here and can be edited here. \`/planwright cancel\` stops it.`,
  ].join('\n');
}

/** The same when so many plans were made that an edit makes no further one. */
export function plannedOftenText(count: number): string {
  return `**No plan was made of this edit: ${count} were made of this issue before.** \`/planwright run\` has one made all the same; or write a \`## Tasks\` list yourself.`;
}

/** The same when no plan came of it: something failed, or nobody was there to make one. */
export function planningFailedText(because: string): string {
  return `**No plan was made of this issue.** ${inlineText(because, MESSAGE_LIMIT)}\n\n${AGAIN}`;
}

/** The same when what the orchestrator wrote was no plan that can start, nor after it was told so twice. */
export function planRefusedText(problems: readonly PlanProblem[], text: string): string {
  const head = `**The orchestrator's plan cannot start: ${counted(problems.length, 'thing')} to mend,** and it did not mend them itself. Edit the plan in this comment and I check it again; nothing runs before somebody approves it.`;
  return withPlan([head, problemList(problems), AGAIN].join('\n\n'), text);
}

/** The same when people edited a proposed plan so that it cannot start. */
export function editRefusedText(problems: readonly PlanProblem[], text: string, by: string): string {
  const head = `**This plan cannot start as ${inlineText(by, NAME_LIMIT)} edited it: ${counted(problems.length, 'thing')} to mend.** Edit it in this comment once more; nothing waits for approval until then.`;
  return withPlan([head, problemList(problems)].join('\n\n'), text);
}

/** What is wrong with a plan, by line, as a list: the first twenty things. */
export function problemList(problems: readonly PlanProblem[]): string {
  const shown = problems.slice(0, PROBLEMS_SHOWN).map((problem) => `- ${remarkText(problem)}`);
  const left = problems.length - shown.length;
  return [...shown, ...(left > 0 ? [`- and ${left} more`] : [])].join('\n');
}

/** The plan stays whole, to be edited: what is said of it gives way. */
function withPlan(said: string, text: string): string {
  const section = { text: planSection(text), worth: 100, whole: true } as const;
  return fitSections([{ text: said, worth: 50 }, section], UNMARKED_TEXT_LIMIT);
}
