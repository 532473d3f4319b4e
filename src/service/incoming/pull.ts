import type { Change } from '../../core/changes.ts';
import type { IncomingBody } from '../../core/incoming/incoming_event.ts';
import { noteFinalPullClosed, notePullClosed } from '../note_pull_closed.ts';
import { noteFinalPullRetargeted, notePullRetargeted } from '../note_pull_retargeted.ts';
import { type Handled, ignored, SETTLED, settling } from './handled.ts';
import { mayCommand, type Occasion, savingNames, settingsOf } from './occasion.ts';
import { type Subject, subjectOfPull } from './subject.ts';

type PullEvent = Extract<IncomingBody, { kind: 'pull' }>;

/** A pull request of a run was merged, closed or pointed at another base. Who can merge has permission by that. */
export async function handlePull(occasion: Occasion, event: PullEvent): Promise<Handled> {
  const { pull, action } = event;
  const subject = await subjectOfPull(occasion, pull);
  if (subject === null) return ignored('The pull request is none of a run.');
  const merged = action === 'closed' && pull.merge !== null;
  if (!merged && !(await mayCommand(occasion, await settingsOf(occasion)))) {
    return ignored('Its sender may not command here.');
  }
  const settled = (note: string) => settling(occasion, `Pull request ${pull.number} was ${note}.`);
  switch (action) {
    case 'closed':
      await close(occasion, subject, event, [...(await savingNames(occasion)), settled(merged ? 'merged' : 'closed')]);
      return SETTLED;
    case 'retargeted':
      await retarget(occasion, subject, event, [...(await savingNames(occasion)), settled('retargeted')]);
      return SETTLED;
    case 'reopened':
      return ignored('A task that failed by its pull request goes on by `/planwright retry`.');
    default:
      return action satisfies never;
  }
}

function close(
  { deps, sender }: Occasion,
  { run, task }: Subject,
  { pull: { merge } }: PullEvent,
  also: readonly Change[],
): Promise<null> {
  const input = { merge, by: sender.login };
  return task === null ? noteFinalPullClosed(deps, run.id, input, also) : notePullClosed(deps, task.id, input, also);
}

function retarget(
  { deps, sender }: Occasion,
  { run, task }: Subject,
  { pull }: PullEvent,
  also: readonly Change[],
): Promise<null> {
  const input = { pull: pull.number, base: pull.base, by: sender.login };
  return task === null
    ? noteFinalPullRetargeted(deps, run.id, input, also)
    : notePullRetargeted(deps, task.id, input, also);
}
