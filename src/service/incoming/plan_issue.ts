import { agentSettings } from '../../core/agents/agent_settings.ts';
import { orchestratorRouting } from '../../core/agents/orchestrator.ts';
import { abandonPlanning } from '../../core/decide/abandon_planning.ts';
import { beginPlanning, planningName } from '../../core/decide/begin_planning.ts';
import { showProposal } from '../../core/decide/propose_plan.ts';
import { type Decision, DecisionBuilder, nothing } from '../../core/decision.ts';
import type { DraftRecord, DraftSettings } from '../../core/draft_record.ts';
import type { IncomingIssue } from '../../core/incoming/incoming_event.ts';
import type { ProposalRecord } from '../../core/proposal_record.ts';
import type { RepositoryRecord } from '../../core/records.ts';
import { keptTitle } from '../../core/report/neutralise.ts';
import { plannedOftenText, planningText } from '../../core/report/planning_texts.ts';
import type { ParsedSettings } from '../../core/settings/parse_settings.ts';
import { surroundings } from '../dependencies.ts';
import type { SliceReader } from '../ports/store.ts';
import { endingProposal } from './ending_proposal.ts';
import type { Occasion } from './occasion.ts';
import { showPlan } from './show_plan.ts';

/** So many plans are made of an issue before edits of it make no further ones; a command still does. */
const PLANS_BY_EDITS = 5;

/** Why a plan is to be made: the issue was edited, somebody did something else to it or asks to see it, or wants one anew. */
export type PlanningCause = 'edit' | 'act' | 'show' | 'run';

/** What came of it. */
export type Planned =
  | { readonly kind: 'planning'; readonly again: boolean }
  | { readonly kind: 'proposed'; readonly again: true }
  | { readonly kind: 'told'; readonly again: true };

/** An issue without tasks, and what it has had. */
export type FreeForm = {
  readonly issue: IncomingIssue;
  readonly settings: ParsedSettings;
  readonly cause: PlanningCause;
  readonly repository: RepositoryRecord;
  readonly waiting: ProposalRecord | null;
  /** How new the newest news of the issue are that were acted upon, by GitHub's clock; null: there were none. */
  readonly seenAt: number | null;
};

/**
 * Has the orchestrator make a plan of an issue that has no tasks, unless one is being made of the same text, or waits. null: nobody is
 * configured as the orchestrator.
 */
export async function planIssue(
  { deps, sender }: Occasion,
  read: SliceReader,
  { issue, settings, cause, repository, waiting, seenAt }: FreeForm,
): Promise<Decision<Planned> | null> {
  if (orchestratorRouting(settings.settings) === null) return null;
  const around = surroundings(deps);
  const draft = await read.draftOf(repository.id, issue.number);
  const isSame = draft !== null && draft.body === issue.body;
  if (draft?.state === 'making' && isSame) return nothing({ kind: 'planning', again: true });
  if (waiting?.source === 'orchestrator' && (cause === 'show' || (isSame && cause !== 'run'))) {
    const effects = [showProposal(waiting, deps.newId())];
    return { ...nothing({ kind: 'proposed', again: true }), effects };
  }
  // One act may come as two events, and late: an issue is opened, and labelled.
  const isSameAct = cause === 'act' && issue.updatedAt === seenAt;
  if (isSame && (cause === 'edit' || isSameAct)) return nothing({ kind: 'told', again: true });
  const builder = new DecisionBuilder();
  await abandon(builder, read, draft, around);
  builder.change(...endingProposal(waiting));
  const previous = await read.newestRun(repository.id, planningName(issue.number));
  if (cause === 'edit' && (previous?.sequence ?? 0) >= PLANS_BY_EDITS) {
    builder.effect(showPlan(repository, issue, plannedOftenText(PLANS_BY_EDITS), deps.newId()));
    return builder.result({ kind: 'told', again: true });
  }
  const asked = {
    issue: issue.number,
    title: keptTitle(issue.title),
    body: issue.body,
    by: sender.login,
    settings: draftSettings(settings),
  };
  const begun = beginPlanning({ repository, previous }, asked, around);
  if (begun === null) return null;
  builder.take(begun).effect(showPlan(repository, issue, planningText(sender.login), deps.newId()));
  return builder.result({ kind: 'planning', again: false });
}

/** What goes with a start, or a withdrawal, where a plan is being made that is not wanted any more. */
export async function abandonDraft(
  occasion: Occasion,
  read: SliceReader,
  { repository, issue }: { readonly repository: RepositoryRecord; readonly issue: IncomingIssue },
): Promise<Pick<Decision<boolean>, 'changes' | 'events' | 'result'>> {
  const builder = new DecisionBuilder();
  const draft = await read.draftOf(repository.id, issue.number);
  await abandon(builder, read, draft, surroundings(occasion.deps));
  return builder.result(builder.changes.length > 0);
}

/** What settings files say now, as a plan that is made goes by it. */
export function draftSettings({ settings }: ParsedSettings): DraftSettings {
  return { ...agentSettings(settings), planDefaults: settings.planDefaults };
}

async function abandon(
  builder: DecisionBuilder,
  read: SliceReader,
  draft: DraftRecord | null,
  around: ReturnType<typeof surroundings>,
): Promise<void> {
  if (draft === null || draft.state !== 'making') return;
  const slice = await read.taskSlice(draft.task, 'direct');
  if (slice !== null) abandonPlanning(builder, slice, draft, around);
}
