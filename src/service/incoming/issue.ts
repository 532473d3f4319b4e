import type { Change } from '../../core/changes.ts';
import type { PauseInput } from '../../core/decide/pause_run.ts';
import type { RunRecord } from '../../core/records.ts';
import { Refusal } from '../../core/refusal.ts';
import type { ParsedSettings } from '../../core/settings/parse_settings.ts';
import { pauseRun } from '../commands/pause_run.ts';
import { resumeRun } from '../commands/resume_run.ts';
import { commit } from '../commit.ts';
import { NotNowError } from '../ports/forge.ts';
import { EDIT_OF_WAITING_REFUSED } from './editor_since.ts';
import { followEditOf } from './follow_edit.ts';
import { type Handled, ignored, SETTLED, settling } from './handled.ts';
import { saysNoPlan } from './made_plan.ts';
import { isOvertaken, noteIssue } from './note_issue.ts';
import { mayCommand, nameAgain, type Occasion, settingsOf } from './occasion.ts';
import { refuseEditOf } from './refuse_edit.ts';
import { startWasRefused } from './refused_start.ts';
import { isRefusedTooOften } from './refused_too_often.ts';
import { startPlan } from './start_plan.ts';
import { mayBeToldOfSettings, tellSettings } from './tell_settings.ts';
import { waitingOf } from './waiting_plan.ts';
import { type IssueEvent, type WantedOfIssue, wantedOfIssue } from './wanted_of_issue.ts';
import { withdrawWithIssue } from './withdraw_plan.ts';

/** How often it is looked whether a run has begun that is to be paused. */
const BEGINNING_MS = 2_000;

const STALE = ignored('Newer news of the issue were acted upon before.');

/** Something happened to an issue that may be a plan. */
export async function handleIssue(occasion: Occasion, event: IssueEvent): Promise<Handled> {
  const { deps, repository, sender } = occasion;
  const { issue } = event;
  if (sender.bot) return ignored('Bots start and stop nothing.');
  if (issue.isPull) return ignored('A pull request is no plan.');
  const run = await deps.store.read.newestRun(repository.id, String(issue.number));
  const waits = (await waitingOf(occasion, issue)) !== null;
  if (run === null && !waits && issue.labels.length === 0 && event.label === null)
    return ignored('The issue is no plan.');
  const settings = await settingsOf(occasion);
  const wasRefused = await startWasRefused(deps.store.read, run);
  const wanted = wantedOfIssue(event, { run, wasRefused, waits }, settings.settings.label);
  if (wanted.kind === 'nothing') return ignored(wanted.why);
  const may = await mayCommand(occasion, settings);
  const isTold = !may && wanted.kind === 'start' && (await mayBeToldOfSettings(occasion, settings));
  if (wanted.kind === 'compare' && (await saysNoPlan(occasion, event, wanted.run))) {
    return ignored('The plan of its run was made of the issue, and stands for itself.');
  }
  if (!may && wanted.kind === 'compare') return refuseEditOf(occasion, event, wanted.run, settings);
  if (!may && !isTold) return leftOut(occasion, event, waits);
  // Of an edit, what the issue says now counts as well.
  if (wanted.kind !== 'compare' && (await isOvertaken(deps.store.read, repository, issue))) return STALE;
  if (isTold) return tellSettings(occasion, event, settings);
  return actUpon(occasion, event, wanted, settings);
}

/** Who edits what waits for approval is looked up when somebody ticks its box. */
async function leftOut(occasion: Occasion, { action }: IssueEvent, waits: boolean): Promise<Handled> {
  const isKept = waits && action === 'edited' && !(await isRefusedTooOften(occasion));
  return isKept ? { kind: 'refused', note: EDIT_OF_WAITING_REFUSED } : ignored('Its sender may not command here.');
}

async function actUpon(
  occasion: Occasion,
  event: IssueEvent,
  wanted: Exclude<WantedOfIssue, { kind: 'nothing' }>,
  settings: ParsedSettings,
): Promise<Handled> {
  const { deps } = occasion;
  const { issue } = event;
  switch (wanted.kind) {
    case 'start': {
      const settled = settling(occasion, 'The plan was read.');
      const cause = event.action === 'edited' ? 'edit' : 'act';
      const also = { started: [settled], told: [settled] };
      const { kind } = await startPlan(occasion, { issue, settings, sameTime: 'is_the_same', cause }, also);
      if (kind === 'stale') return STALE;
      return kind === 'runs_already' ? ignored('The plan runs already.') : SETTLED;
    }
    case 'pause':
      return pause(occasion, event, wanted);
    case 'resume':
      return resume(occasion, event, wanted.run);
    case 'compare':
      return followEditOf(occasion, event, wanted.run, settings);
    case 'withdraw':
      return withdrawWithIssue(occasion, event, wanted.because);
    case 'note': {
      await commit(deps, 'note_issue', async () => ({
        changes: await noting(occasion, event, 'Nothing was to be done.'),
        events: [],
        effects: [],
        result: null,
      }));
      return SETTLED;
    }
    default:
      return wanted satisfies never;
  }
}

async function pause(
  occasion: Occasion,
  event: IssueEvent,
  { run, because }: Extract<WantedOfIssue, { kind: 'pause' }>,
): Promise<Handled> {
  try {
    const also = await noting(occasion, event, 'The run pauses.');
    await pauseRun(occasion.deps, run.id, pauseInput(because, event, occasion.sender.login), also);
    return SETTLED;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    // One that has not begun pauses as soon as it has.
    if (run.state === 'pending') throw new NotNowError(occasion.deps.clock.now() + BEGINNING_MS, error.message);
    return ignored(error.message);
  }
}

function pauseInput(
  because: Extract<WantedOfIssue, { kind: 'pause' }>['because'],
  { label }: IssueEvent,
  by: string,
): PauseInput {
  return because === 'issue_unlabelled' ? { because, by, label: label ?? '' } : { because, by };
}

async function resume(occasion: Occasion, event: IssueEvent, run: RunRecord): Promise<Handled> {
  try {
    const also = await noting(occasion, event, 'The run goes on.');
    await resumeRun(occasion.deps, run.id, { by: occasion.sender.login }, also);
    return SETTLED;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return ignored(error.message);
  }
}

/** What goes with everything that somebody with permission did to an issue. */
async function noting(occasion: Occasion, { issue }: IssueEvent, note: string): Promise<readonly Change[]> {
  const { repository, saving } = await nameAgain(occasion.deps.store.read, occasion);
  return [...saving, noteIssue(repository, issue), settling(occasion, note)];
}
