import { agentSettings } from '../../core/agents/agent_settings.ts';
import { asksForTrackRecords } from '../../core/agents/track_record.ts';
import { unknownRoles } from '../../core/agents/unknown_roles.ts';
import type { Change } from '../../core/changes.ts';
import { createRun } from '../../core/decide/create_run.ts';
import { type Decision, nothing } from '../../core/decision.ts';
import type { IncomingIssue } from '../../core/incoming/incoming_event.ts';
import { hashPlan } from '../../core/plan/hash_plan.ts';
import { parsePlan } from '../../core/plan/parse_plan.ts';
import type { Plan, PlanWarning } from '../../core/plan/plan.ts';
import { planInForce } from '../../core/plan/plan_defaults.ts';
import type { RepositoryRecord, RunRecord } from '../../core/records.ts';
import { keptTitle } from '../../core/report/neutralise.ts';
import { type NextCheck, nothingToDo, notStarted } from '../../core/report/not_started.ts';
import { runHasEnded } from '../../core/run/run_state.ts';
import type { ParsedSettings } from '../../core/settings/parse_settings.ts';
import { commit } from '../commit.ts';
import { surroundings } from '../dependencies.ts';
import type { SliceReader } from '../ports/store.ts';
import { noteIssue } from './note_issue.ts';
import { nameAgain, type Occasion } from './occasion.ts';
import { rememberRefusedStart, startWasRefused } from './refused_start.ts';
import { reopenLost } from './reopen_lost.ts';
import { showPlan } from './show_plan.ts';
import { isPlan } from './wanted_of_issue.ts';

/** What is to be started, and by what. The plan is the body that the signed event showed, and no other. */
export type Start = {
  readonly issue: IncomingIssue;
  readonly settings: ParsedSettings;
  /** Whether news as old as the newest that were acted upon may start a further run; older ones never do. */
  readonly sameTime: 'counts' | 'is_the_same';
};

/**
 * What came of it. `told`: the issue says why nothing started, and may have said so `again`. `stale`: newer news were
 * acted upon before.
 */
export type Started =
  | { readonly kind: 'started' }
  | { readonly kind: 'told'; readonly again: boolean }
  | { readonly kind: 'stale' }
  | { readonly kind: 'runs_already'; readonly run: RunRecord };

/** What lands with what happens, and not where nothing does. */
export type AlsoLanding = Readonly<Record<'started' | 'told', readonly Change[]>>;

/** Starts a plan, or says in the issue why not. Whoever calls has asked for permission. */
export function startPlan(occasion: Occasion, start: Start, also: AlsoLanding): Promise<Started> {
  const { deps } = occasion;
  return commit(deps, 'start_plan', async (read): Promise<Decision<Started>> => {
    const { repository, saving } = await nameAgain(read, occasion);
    const previous = await read.newestRun(repository.id, String(start.issue.number));
    if (previous !== null && !runHasEnded(previous.state)) return nothing({ kind: 'runs_already', run: previous });
    // What was refused is tried again like a first start.
    const wasRefused = await startWasRefused(read, previous);
    const seenAt = await read.issueSeenAt(repository.id, start.issue.number);
    if (isStale(start, seenAt, previous !== null && !wasRefused)) return nothing({ kind: 'stale' });
    const noted = noteIssue(repository, start.issue);
    const found = await readPlan(read, start, previous);
    if ('text' in found) {
      const refused = previous === null ? [] : [rememberRefusedStart(previous)];
      return {
        changes: [...saving, noted, ...refused, ...also.told],
        events: [],
        effects: [showPlan(repository, start.issue, found.text, deps.newId())],
        result: { kind: 'told', again: previous === null ? seenAt !== null : wasRefused },
      };
    }
    const input = inputOf(occasion, repository, start, found.plan);
    const records = asksForTrackRecords(input.agents) ? await read.trackRecords(repository.id) : [];
    const decision = createRun({ repository, previous, records }, input, surroundings(deps));
    const changes = [...saving, ...decision.changes, noted, ...also.started];
    return { ...decision, changes, result: { kind: 'started' } };
  });
}

function isStale({ issue, sameTime }: Start, seenAt: number | null, isFurther: boolean): boolean {
  if (seenAt === null) return false;
  // The event that started a run must not start another one when it comes again.
  return issue.updatedAt < seenAt || (issue.updatedAt === seenAt && isFurther && sameTime === 'is_the_same');
}

async function readPlan(
  read: SliceReader,
  { issue, settings }: Start,
  previous: RunRecord | null,
): Promise<{ readonly plan: Plan } | { readonly text: string }> {
  const parsed = parsePlan(issue.body);
  const next: NextCheck = isPlan(issue, settings.settings.label) ? 'edit' : 'command';
  if (!parsed.ok || settings.problems.length > 0) {
    const plan = parsed.ok ? null : { ...parsed, markdown: issue.body };
    return { text: notStarted({ settings: settings.problems, plan }, next) };
  }
  const roles = unknownRoles(withDefaults(parsed.plan, settings), settings.settings);
  if (roles.length > 0) {
    const refused = { problems: roles, warnings: parsed.warnings, markdown: issue.body };
    return { text: notStarted({ settings: [], plan: refused }, next) };
  }
  const plan = await reopenLost(read, previous, parsed.plan);
  return plan.tasks.every((task) => task.done)
    ? { text: nothingToDo(next) }
    : { plan: withWarnings(plan, parsed.warnings) };
}

function withWarnings(plan: Plan, warnings: readonly PlanWarning[]): Plan {
  return warnings.length === 0 ? plan : { ...plan, warnings };
}

/** The plan with what the settings say for all plans, as its run keeps it. What is hashed is the plan without. */
function withDefaults(plan: Plan, { settings: { planDefaults } }: ParsedSettings): Plan {
  return planInForce(plan, planDefaults, null);
}

function inputOf({ sender }: Occasion, repository: RepositoryRecord, { issue, settings }: Start, plan: Plan) {
  return {
    repository,
    source: { issue: issue.number },
    plan: { ...withDefaults(plan, settings), title: keptTitle(issue.title) },
    planHash: hashPlan(plan),
    startedBy: sender.login,
    agent: null,
    agents: agentSettings(settings.settings),
  };
}
