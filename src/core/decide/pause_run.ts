import { type Decision, DecisionBuilder, nothing } from '../decision.ts';
import { isPauseCode, type PauseCode, type PauseReason, type Reason } from '../reason.ts';
import type { RunRecord } from '../records.ts';
import { Refusal } from '../refusal.ts';
import { runMachine } from '../run/run_state.ts';
import type { LeaseSlice, RunSlice } from '../slices.ts';
import { code } from '../text/fence.ts';
import { runStanding } from '../text/run_standing.ts';
import { moveRun } from './move_run.ts';
import { orderAttempt } from './order_cancel.ts';

/**
 * What each reason means. A stronger one takes the place of a weaker: what is broken has to be mended first, and nothing goes
 * on while the issue is closed, whoever asks. Of two equal ones of the same `subject` the newer counts. `stopsAgents`: what is
 * at work is told to end, gracefully; where only the integration branch is lost it goes on, and its merge waits.
 */
const PAUSES: Readonly<
  Record<PauseCode, { readonly strength: 0 | 1 | 2; readonly subject: string; readonly stopsAgents: boolean }>
> = {
  paused_by_person: { strength: 0, subject: 'person', stopsAgents: true },
  issue_closed: { strength: 1, subject: 'issue', stopsAgents: true },
  issue_unlabelled: { strength: 0, subject: 'issue', stopsAgents: true },
  integration_deleted: { strength: 2, subject: 'integration', stopsAgents: false },
  integration_rewritten: { strength: 2, subject: 'integration', stopsAgents: false },
  app_removed: { strength: 2, subject: 'app', stopsAgents: true },
  app_suspended: { strength: 2, subject: 'app', stopsAgents: true },
  app_out_of_reach: { strength: 2, subject: 'app', stopsAgents: true },
};

const BEING_CANCELED = 'The run is being canceled; there is nothing to pause.';

/** What the App has lost; `app_out_of_reach` was found by asking, which does not tell by whom. */
type AppLost = 'app_removed' | 'app_suspended' | 'app_out_of_reach';

/** A run with what is at work in it, and the scheduler's version, so that nothing is handed out while it pauses. */
export type PauseSlice = RunSlice & Pick<LeaseSlice, 'schedulerVersion'>;

/** Who pauses a run, and by what. */
export type PauseInput = { readonly by: string } & (
  | { readonly because: 'paused_by_person' | 'issue_closed' | AppLost; readonly label?: undefined }
  /** `label`: the one that was taken off. */
  | { readonly because: 'issue_unlabelled'; readonly label: string }
);

const WORDS: Readonly<Record<PauseInput['because'], (by: string, label?: string) => string>> = {
  paused_by_person: (by) => `Paused by ${by}.`,
  issue_closed: (by) => `${by} closed the issue.`,
  issue_unlabelled: (by, label = '') => `${by} took the label ${code(label)} off the issue.`,
  app_removed: (by) =>
    `${by} took the repository away from the App; the run goes on when the App has it again and somebody resumes.`,
  app_suspended: (by) => `${by} suspended the App here; the run goes on when that is taken back and somebody resumes.`,
  app_out_of_reach: () =>
    'The App does not reach the repository any more: it was taken from the App, or moved to an owner who does not have it; the run goes on when the App has it again and somebody resumes.',
};

/**
 * Pauses a running run: nothing of it is handed out any more, and what is at work ends gracefully and keeps its work, as
 * the reason wants. Its time limit runs on. Pausing once more changes the reason at most. A run that waits for its final
 * review rests already: only a person who asks for it by name is told so.
 */
export function pauseRun(slice: PauseSlice, input: PauseInput): Decision<null> {
  const { run } = slice;
  if (run.state !== 'running' && run.state !== 'paused') {
    if (input.because === 'paused_by_person') throw new Refusal('not_allowed_in_state', whyNot(run));
    if (run.state === 'pending' && !isAppLost(input.because)) {
      throw new Refusal('not_allowed_in_state', whyNot(run));
    }
    return nothing(null);
  }
  if (run.cancel !== null) {
    if (input.because === 'paused_by_person') throw new Refusal('not_allowed_in_state', BEING_CANCELED);
    return nothing(null);
  }
  const builder = new DecisionBuilder();
  const { because, by, label } = input;
  const pauses = pauseNow(builder, run, { code: because, message: WORDS[because](by, label) }, by, label);
  if (pauses) builder.change({ kind: 'advance_scheduler', from: slice.schedulerVersion });
  if (builder.changes.length > 0 && PAUSES[input.because].stopsAgents) {
    for (const attempt of slice.liveAttempts) orderAttempt(builder, attempt, 'graceful', 'paused');
  }
  return builder.result(null);
}

/** Moves a running run to paused (true), or gives a paused one its stronger reason. What is at work is not told. */
export function pauseNow(
  builder: DecisionBuilder,
  run: Pick<RunRecord, 'id' | 'state' | 'reason'>,
  reason: PauseReason,
  by: string,
  label?: string,
): boolean {
  const named = label === undefined ? {} : { label };
  const requested = { run: run.id, body: { kind: 'pause_requested', by, because: reason.code, ...named } } as const;
  if (run.state === 'paused') {
    if (!takesOver(reason.code, run.reason?.code)) return false;
    builder.event(requested).change({ kind: 'set_run', run: run.id, in: 'paused', set: { reason } });
    return false;
  }
  if (!runMachine.allows(run.state, 'pause')) return false;
  moveRun(builder.event(requested), run, ['pause'], { reason });
  return true;
}

function isAppLost(because: PauseInput['because']): because is AppLost {
  return PAUSES[because].subject === 'app';
}

function takesOver(next: PauseCode, before: Reason['code'] | undefined): boolean {
  if (before === next) return false;
  if (before === undefined || !isPauseCode(before)) return true;
  const [newer, older] = [PAUSES[next], PAUSES[before]];
  return newer.strength > older.strength || (newer.strength === older.strength && newer.subject === older.subject);
}

function whyNot({ state }: RunRecord): string {
  switch (state) {
    case 'pending':
      return 'The run has not begun yet; pause it when it has, or cancel it.';
    case 'in_review':
      return 'Everything is in and nothing is at work: the run waits for its final pull request.';
    default:
      return `The run ${runStanding(state)}; there is nothing to pause.`;
  }
}
