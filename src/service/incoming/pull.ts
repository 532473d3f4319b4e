import { integrationBranch } from '../../core/branch_names.ts';
import type { Change } from '../../core/changes.ts';
import type { IncomingBody } from '../../core/incoming/incoming_event.ts';
import { runHasEnded } from '../../core/run/run_state.ts';
import { noteIntegrationPushed } from '../observations/note_integration_pushed.ts';
import { noteFinalPullClosed, notePullClosed } from '../observations/note_pull_closed.ts';
import { noteFinalPullReopened, notePullReopened } from '../observations/note_pull_reopened.ts';
import {
  noteFinalPullRetargeted,
  notePullMergedElsewhere,
  notePullRetargeted,
} from '../observations/note_pull_retargeted.ts';
import type { Subject } from '../observations/subject.ts';
import { settlingForGood } from './acted_upon.ts';
import { type Handled, ignored, SETTLED } from './handled.ts';
import { mayCommand, type Occasion, savingNames, settingsOf } from './occasion.ts';
import { subjectOfPull } from './subject_of_pull.ts';

type PullEvent = Extract<IncomingBody, { kind: 'pull' }>;

/**
 * A pull request of a run was merged, closed, reopened or pointed at another base. Who can merge has permission by that, and so
 * has who deletes a branch, with which GitHub closes its pull requests.
 */
export async function handlePull(occasion: Occasion, event: PullEvent): Promise<Handled> {
  const { pull, action } = event;
  const subject = await subjectOfPull(occasion, pull);
  if (subject === null) return ignored('The pull request is none of a run.');
  if (action === 'closed') return handleClosed(occasion, subject, event);
  if (!(await mayCommand(occasion, await settingsOf(occasion)))) return ignored('Its sender may not command here.');
  switch (action) {
    case 'retargeted':
      return retarget(occasion, subject, event);
    case 'reopened':
      return reopen(occasion, subject, event);
    default:
      return action satisfies never;
  }
}

/** The news may be late, and it does not say why: what is so now tells whether a person meant it. */
async function handleClosed(occasion: Occasion, subject: Subject, { pull }: PullEvent): Promise<Handled> {
  const { deps, github, repository, sender } = occasion;
  const { run, task } = subject;
  const by = sender.login;
  const own = integrationBranch(run.branchPrefix);
  if (pull.merge !== null) {
    const also = await settledAs(occasion, pull.number, 'merged');
    if (task !== null && pull.base !== own) {
      await notePullMergedElsewhere(deps, task.id, { base: pull.base, by }, also);
    } else await close(occasion, subject, { pull: pull.number, merge: pull.merge, by }, also);
    return SETTLED;
  }
  const now = await github.repositories.pull(repository, pull.number);
  if (now !== null && now.state !== 'closed') return ignored(`It is ${now.state} by now.`);
  const gone = now?.goneBranch ?? null;
  if (gone === own) {
    if (runHasEnded(run.state)) return ignored('It was closed with the branch of a run that has ended.');
    const also = await settledAs(occasion, pull.number, 'closed with the integration branch');
    await noteIntegrationPushed(deps, run.id, { after: null, by }, also);
    return SETTLED;
  }
  if (gone !== null && task !== null)
    return ignored('It was closed with its branch; the commit is merged all the same.');
  if (!(await mayCommand(occasion, await settingsOf(occasion)))) return ignored('Its sender may not command here.');
  const input = { pull: pull.number, merge: null, by, ...(gone === null ? {} : { deletedBranch: gone }) };
  await close(occasion, subject, input, await settledAs(occasion, pull.number, 'closed'));
  return SETTLED;
}

function close(
  { deps }: Occasion,
  { run, task }: Subject,
  { pull, ...input }: Parameters<typeof notePullClosed>[2] & { readonly pull: number },
  also: readonly Change[],
): Promise<null> {
  return task === null
    ? noteFinalPullClosed(deps, { run: run.id, pull }, input, also)
    : notePullClosed(deps, task.id, input, also);
}

async function reopen(occasion: Occasion, { run, task }: Subject, { pull }: PullEvent): Promise<Handled> {
  const { deps, github, repository, sender } = occasion;
  const now = await github.repositories.pull(repository, pull.number);
  if (now !== null && now.state !== 'open') return ignored(`It is ${now.state} by now.`);
  const also = await settledAs(occasion, pull.number, 'reopened');
  const input = { by: sender.login };
  if (task === null) await noteFinalPullReopened(deps, run.id, input, also);
  else await notePullReopened(deps, task.id, input, also);
  return SETTLED;
}

/** Of the final one it counts where it points now, since of two news the older may be told last; a task's is pointed back anyway. */
async function retarget(occasion: Occasion, { run, task }: Subject, { pull }: PullEvent): Promise<Handled> {
  const { deps, github, repository, sender } = occasion;
  const by = sender.login;
  if (task !== null) {
    await notePullRetargeted(
      deps,
      task.id,
      { base: pull.base, by },
      await settledAs(occasion, pull.number, 'retargeted'),
    );
    return SETTLED;
  }
  const now = await github.repositories.pull(repository, pull.number);
  if (now === null) return ignored('There is no such pull request by now.');
  const also = await settledAs(occasion, pull.number, 'retargeted');
  await noteFinalPullRetargeted(deps, run.id, { base: now.base, by }, also);
  return SETTLED;
}

async function settledAs(occasion: Occasion, pull: number, how: string): Promise<readonly Change[]> {
  return [...(await savingNames(occasion)), ...settlingForGood(occasion, `Pull request ${pull} was ${how}.`)];
}
