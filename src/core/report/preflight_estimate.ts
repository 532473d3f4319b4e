import { moneyText } from '../../text/money.ts';
import { DEFAULT_ROLE } from '../agents/roles.ts';
import { analysePlan } from '../plan/analyse_plan.ts';
import type { Plan, PlanTask } from '../plan/plan.ts';
import { withoutDone } from '../plan/without_done.ts';
import { counted } from '../text/counted.ts';
import { minutesText } from '../text/time_text.ts';
import { estimateUsage, forecastUsage, type UsageEstimate } from '../usage/estimate_usage.ts';
import type { UsageHistory } from '../usage/usage_history.ts';
import type { Preflight } from './preflight_facts.ts';

type Judged = Pick<Preflight, 'proposal' | 'likely' | 'history'>;

/** What the plan is likely to take, for the first line; '' where nothing is known. */
export function estimateHead(judged: Judged): string {
  const { cost, durationMs } = estimateOf(judged);
  const money = cost.known === 0 ? [] : [`${cost.unknown > 0 ? 'at least' : 'about'} ${moneyText(cost.median)}`];
  const time = durationMs === undefined ? [] : [`at least ${minutesText(durationMs)}`];
  const both = [...money, ...time].join(' and ');
  return both === '' ? '' : `It takes ${both}. `;
}

/** What the plan is likely to take, from what that is judged, and what it may use. */
export function estimateText(judged: Judged): string {
  return [usualText(judged), budgetText(judged)].filter((text) => text !== '').join('\n');
}

function budgetText(judged: Judged): string {
  const { budget } = judged.proposal.plan.settings;
  if (budget === undefined) return '';
  const { cost } = estimateOf(judged);
  const limit = budget.costMicros;
  const fits = limit === null || cost.known === 0 ? '' : cost.median > limit ? ', less than the estimate' : '';
  const amounts = [
    ...(limit === null ? [] : [moneyText(limit)]),
    ...(budget.tokens === null ? [] : [counted(budget.tokens, 'token')]),
  ];
  return `Budget: ${amounts.join(' and ')}${fits}. When it is used up no agent begins, until somebody raises it.`;
}

function usualText(judged: Judged): string {
  const { agentTasks, cost, durationMs, from } = estimateOf(judged);
  const time = durationMs === undefined ? [] : [`${minutesText(durationMs)} along the critical path`];
  const money =
    cost.known === 0
      ? []
      : [`${moneyText(cost.median)}, likely between ${moneyText(cost.low)} and ${moneyText(cost.high)}`];
  const parts = [...money, ...time].join('; ');
  if (agentTasks === 0) return parts === '' ? '' : `Estimate: ${parts}. No agent is asked, so it costs nothing.`;
  const basis =
    from === 0
      ? 'No attempt of its agents here has told what it used, so what it costs cannot be told.'
      : `Judged by ${counted(from, 'earlier attempt')} of these agents here, if every task succeeds at once.`;
  const unknown =
    from > 0 && cost.unknown > 0 ? ` Of ${counted(cost.unknown, 'task')} nothing is known; they are not in it.` : '';
  return `Estimate: ${parts === '' ? 'none' : parts}. ${basis}${unknown}`;
}

type Estimate = {
  readonly agentTasks: number;
  /** In millionths of a US dollar, of `known` tasks; of `unknown` others nobody knows. */
  readonly cost: {
    readonly low: number;
    readonly median: number;
    readonly high: number;
    readonly known: number;
    readonly unknown: number;
  };
  /** Along the critical path; undefined: neither the plan nor history says anything of time. */
  readonly durationMs: number | undefined;
  /** How many earlier attempts it is judged by. */
  readonly from: number;
};

function estimateOf({ proposal: { plan }, likely, history }: Judged): Estimate {
  const rest = withoutDone(plan);
  const agentTasks = rest.tasks.filter(({ work }) => work.kind === 'agent');
  const used = new Map(agentTasks.map((task) => [task.id, historyOf(task, likely, history)]));
  const estimates = new Map([...used].map(([id, known]) => [id, estimateUsage(known?.samples ?? [])]));
  const { costMicros } = forecastUsage([...estimates.values()]);
  const durationMs = analysePlan(withDurations(rest, estimates)).criticalPath.durationMs;
  const known = new Set([...used.values()].filter((each) => each !== undefined));
  return {
    agentTasks: agentTasks.length,
    cost: { ...costMicros, known: agentTasks.length - costMicros.unknown },
    durationMs,
    from: [...known].reduce((sum, { samples }) => sum + samples.length, 0),
  };
}

function historyOf(
  { id, settings }: PlanTask,
  likely: Preflight['likely'],
  history: readonly UsageHistory[],
): UsageHistory | undefined {
  const agent = likely.get(id);
  return history.find((each) => each.agent === agent && each.role === (settings.role ?? DEFAULT_ROLE));
}

/** What the author guessed counts; else what earlier attempts took. */
function withDurations(plan: Plan, estimates: ReadonlyMap<string, UsageEstimate>): Plan {
  const tasks = plan.tasks.map((task) => {
    const estimateMs = task.settings.estimateMs ?? estimates.get(task.id)?.durationMs?.median;
    return estimateMs === undefined ? task : { ...task, settings: { ...task.settings, estimateMs } };
  });
  return { ...plan, tasks };
}
