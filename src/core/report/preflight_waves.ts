import type { TaskRouting } from '../agents/task_routing.ts';
import { analysePlan } from '../plan/analyse_plan.ts';
import type { Plan, PlanTask } from '../plan/plan.ts';
import { withoutDone } from '../plan/without_done.ts';
import { counted } from '../text/counted.ts';
import { code } from '../text/fence.ts';
import { inlineText, table } from './inline_text.ts';
import type { Preflight } from './preflight_facts.ts';
import { keyList } from './progress.ts';

const TITLE_LIMIT = 80;
/** A longer table is a list of keys instead, so that each task of a large plan is still named, in UTF-16 code units. */
const TABLE_LIMIT = 30_000;

/** The tasks that are left, wave by wave: those of one can run once those before it are in. */
export function wavesTable({ proposal: { plan }, routing }: Pick<Preflight, 'proposal' | 'routing'>): string {
  const rest = withoutDone(plan);
  const { waves } = analysePlan(rest);
  const tasks = new Map(rest.tasks.map((task) => [task.id, task]));
  const rows = waves.flatMap((ids, index) =>
    ids.flatMap((id) => {
      const task = tasks.get(id);
      return task === undefined ? [] : [rowOf(task, index + 1, routing.get(id))];
    }),
  );
  const whole = table(['wave', 'task', 'waits for', 'done by'], rows);
  return whole.length <= TABLE_LIMIT ? whole : inShort(waves, plan);
}

function rowOf(task: PlanTask, wave: number, routing: TaskRouting | undefined): readonly string[] {
  const title = task.title === task.id ? '' : ` ${inlineText(task.title, TITLE_LIMIT)}`;
  return [String(wave), `\`${task.id}\`${title}`, keyList(task.dependencies), whoDoes(task, routing)];
}

function whoDoes({ work, issue }: PlanTask, routing: TaskRouting | undefined): string {
  if (work.kind === 'command') return 'a command';
  if (work.kind === 'function') return 'a function';
  if (work.kind === 'issue') return `whoever closes #${issue}`;
  const names = (routing?.agents ?? []).map(({ agent }) => code(agent));
  if (names.length === 0) return "its runner's first agent";
  return names.length === 1 || routing?.strategy === 'round_robin' ? (names[0] ?? '') : names.join(' or ');
}

function inShort(waves: readonly (readonly string[])[], plan: Plan): string {
  const titles = `Titles are left out, since there are ${counted(plan.tasks.length, 'task')}.`;
  const lines = waves.map(
    (ids, index) => `- wave ${index + 1} (${counted(ids.length, 'task')}): ${ids.map((id) => `\`${id}\``).join(', ')}`,
  );
  return [titles, ...lines].join('\n');
}
