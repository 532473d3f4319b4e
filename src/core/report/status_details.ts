import { commandTable } from '../commands/command_texts.ts';
import { planMermaid } from '../plan/mermaid.ts';
import type { Plan } from '../plan/plan.ts';
import { printPlanSettings } from '../plan/print_settings.ts';
import type { TaskState } from '../task/task_state.ts';
import { isReckoned } from '../text/cost_text.ts';
import { fence } from '../text/fence.ts';
import { PRICES_TEXT } from './dated_cost.ts';
import { details } from './details.ts';
import { branchLink, commitLink } from './links.ts';
import { remarkText } from './remark_text.ts';
import type { RunReport } from './run_report.ts';
import { shorten } from './shorten.ts';
import { startedBy } from './started_by.ts';

/** GitHub's Mermaid draws no more edges than this. */
const EDGES_LIMIT = 500;
/** A graph with more nodes is no picture any more. */
const NODES_LIMIT = 200;
const WARNINGS_SHOWN = 20;
const SETTINGS_LIMIT = 8_000;

/** The graph of the plan, coloured by state, folded; nothing where it could not be drawn or read. */
export function graphDetails({ plan, tasks }: RunReport): string {
  return plannedGraphDetails(plan, new Map(tasks.map((task) => [task.key, task.state])));
}

/** The same of a plan that need not run yet. */
export function plannedGraphDetails(plan: Plan, states?: ReadonlyMap<string, TaskState>): string {
  const edges = plan.tasks.reduce((sum, task) => sum + task.dependencies.length, 0);
  if (edges === 0 || edges > EDGES_LIMIT || plan.tasks.length > NODES_LIMIT) return '';
  return details('Graph', fence(planMermaid(plan, states), 'mermaid'));
}

/** What was set, and where the work is, folded. */
export function settingsDetails(report: RunReport): string {
  const { run, plan, repositoryUrl } = report;
  const base = run.base === null ? 'the default branch' : branchLink(repositoryUrl, run.base);
  const from = run.baseCommit === null ? '' : ` at ${commitLink(repositoryUrl, run.baseCommit)}`;
  const place = `From ${base}${from} into ${branchLink(repositoryUrl, run.integrationBranch)}; ${startedBy(report)}.`;
  const prices = isReckoned(run.usage) ? `Cost that is about so much is reckoned by ${PRICES_TEXT}.` : '';
  const settings = shorten(printPlanSettings(plan.settings), SETTINGS_LIMIT);
  return details('Settings', [place, settings, prices].filter((part) => part !== '').join('\n\n'));
}

/** What will hold for a plan that does not run yet, folded; nothing where all is as usual. */
export function plannedSettingsDetails({ settings }: Plan): string {
  const printed = printPlanSettings(settings);
  return printed === '' ? '' : details('Settings', shorten(printed, SETTINGS_LIMIT));
}

/** What was noticed in the plan when the run started, folded: text that nobody sees on the page above all. */
export function warningDetails({ plan: { warnings = [] } }: Pick<RunReport, 'plan'>): string {
  if (warnings.length === 0) return '';
  const items = warnings.slice(0, WARNINGS_SHOWN).map((warning) => `- ${remarkText(warning)}`);
  const left = warnings.length - items.length;
  return details('Noticed in the plan', [...items, ...(left > 0 ? [`- and ${left} more`] : [])].join('\n'));
}

/** What people can type, folded. */
export function commandDetails(appSlug: string): string {
  return details('Commands', `${commandTable()}\n\n\`@${appSlug}\` works in place of \`/planwright\`.`);
}
