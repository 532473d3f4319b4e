import { moneyText } from '../../text/money.ts';
import { outdatedWaysText } from '../commands/approval_texts.ts';
import { analysePlan } from '../plan/analyse_plan.ts';
import { findOverlaps, type Overlap } from '../plan/overlaps.ts';
import { withoutDone } from '../plan/without_done.ts';
import { counted } from '../text/counted.ts';
import { code } from '../text/fence.ts';
import { shortHash } from '../text/short_hash.ts';
import { someKeys } from '../text/some_keys.ts';
import { approvalLine } from './approval_line.ts';
import { fitSections } from './fit_sections.ts';
import { inlineText } from './inline_text.ts';
import { agentsList } from './preflight_agents.ts';
import { laterApprovals } from './preflight_approvals.ts';
import { estimateHead, estimateText } from './preflight_estimate.ts';
import type { Preflight } from './preflight_facts.ts';
import { wavesTable } from './preflight_waves.ts';
import { planSection } from './proposed_text.ts';
import { remarkText } from './remark_text.ts';
import { UNMARKED_TEXT_LIMIT } from './shorten.ts';
import { plannedGraphDetails, plannedSettingsDetails } from './status_details.ts';
import { vainTickText } from './vain_tick_text.ts';

const OVERLAPS_SHOWN = 20;
const OTHERS_SHOWN = 8;
const WARNINGS_SHOWN = 20;
const PATH_SHOWN = 60;
const NAME_LIMIT = 200;

/**
 * The comment that shows a plan before it runs, without its hidden marker: what will run in which order, by whom, at what cost, and
 * how it is approved. The most important stands first; within GitHub's limit however large the plan is.
 */
export function preflight(shown: Preflight): string {
  const { plan } = shown.proposal;
  const waves = wavesTable(shown);
  return fitSections(
    [
      { text: vainTick(shown), worth: 97 },
      { text: head(shown), worth: 100 },
      { text: approvalLine(shown.proposal.planHash), worth: 99 },
      { text: proposed(shown), worth: 98, whole: true },
      { text: waves, worth: 60 },
      { text: criticalPath(shown), worth: 80 },
      { text: overlaps(shown), worth: 70 },
      { text: estimateText(shown), worth: 85 },
      { text: agentsList(shown), worth: 75 },
      { text: laterApprovals(plan), worth: 88 },
      { text: noticed(shown), worth: 90 },
      { text: plannedGraphDetails(plan), worth: 10, whole: true },
      { text: plannedSettingsDetails(plan), worth: 20, whole: true },
    ],
    UNMARKED_TEXT_LIMIT,
  );
}

function vainTick({ tick, proposal: { planHash } }: Preflight): string {
  if (tick === undefined) return '';
  return `${vainTickText(tick)}${tick.why === 'outdated' ? ` ${outdatedWaysText(planHash)}` : ''}`;
}

function head(shown: Preflight): string {
  const { plan, planHash, by, text = null } = shown.proposal;
  const rest = withoutDone(plan);
  const done = plan.tasks.length - rest.tasks.length;
  const { waves } = analysePlan(rest);
  const size = `${counted(rest.tasks.length, 'task')} in ${counted(waves.length, 'wave')}${done > 0 ? `, ${done} done already` : ''}`;
  const estimate = estimateHead(shown);
  return [
    `**${text === null ? 'This plan' : "The orchestrator's plan"} waits for approval: ${size}.** ${estimate}Nothing runs before that.`,
    `Tick the box below, or write \`/planwright approve\`: both approve the plan as it is shown here (\`${shortHash(planHash)}\`, asked for by ${inlineText(by, NAME_LIMIT)}). A later edit needs a new approval.${text === null ? '' : ' To change the plan, edit it here.'}`,
  ].join('\n');
}

/** The plan itself, where this is the place in which people edit it. */
function proposed({ proposal: { text = null }, planning, isEdited }: Preflight): string {
  if (text === null) return '';
  const cost =
    planning === undefined || planning.costMicros === 0 ? '' : ` Making it cost ${moneyText(planning.costMicros)}.`;
  const edited = isEdited === true ? ' People edited it here since.' : '';
  return `The orchestrator made it of this issue, which every task is given too.${edited}${cost}\n\n${planSection(text)}`;
}

function criticalPath({ proposal: { plan } }: Preflight): string {
  const { tasks } = analysePlan(plan).criticalPath;
  const shown = tasks.slice(0, PATH_SHOWN).map((id) => `\`${id}\``);
  const left = tasks.length - shown.length;
  return `Critical path (${counted(tasks.length, 'task')}): ${shown.join(' → ')}${left > 0 ? ` and ${left} more` : ''}`;
}

function overlaps({ proposal: { plan } }: Preflight): string {
  const { found, isCut } = findOverlaps(plan);
  if (found.length === 0)
    return isCut ? 'Which tasks are about the same files was not looked at: there are too many.' : '';
  const lines = found.slice(0, OVERLAPS_SHOWN).map(overlapLine);
  const left = found.length - lines.length;
  const rest = left > 0 || isCut ? [`- and ${left > 0 ? `${left} more` : 'others that were not looked at'}`] : [];
  return ['Not at the same time, because they are about the same:', ...lines, ...rest].join('\n');
}

/** Not folded, unlike that of a run: it may be why somebody does not approve. */
function noticed({ proposal: { plan } }: Preflight): string {
  const { warnings = [] } = plan;
  if (warnings.length === 0) return '';
  const items = warnings.slice(0, WARNINGS_SHOWN).map((warning) => `- ${remarkText(warning)}`);
  const left = warnings.length - items.length;
  return ['Noticed in the plan:', ...items, ...(left > 0 ? [`- and ${left} more`] : [])].join('\n');
}

function overlapLine({ task, others, by }: Overlap): string {
  const what = by.kind === 'lock' ? `the lock ${code(by.what)}` : code(by.what);
  return `- \`${task}\` and ${someKeys(others, OTHERS_SHOWN)}: ${what}`;
}
