import { FINAL_TASK_KEY, parseBranch } from '../../core/branch_names.ts';
import type { IncomingBody } from '../../core/incoming/incoming_event.ts';
import { noteBranchPushed } from '../observations/note_branch_pushed.ts';
import { noteIntegrationPushed } from '../observations/note_integration_pushed.ts';
import { settlingForGood } from './acted_upon.ts';
import { type Handled, ignored, SETTLED } from './handled.ts';
import { noteSettings } from './note_settings.ts';
import { type Occasion, savingNames } from './occasion.ts';

/**
 * A branch of a run moved, or the default branch, where settings stand. Nobody is asked for permission: who can push has it. Bots other than ours count like people,
 * because what they push makes evidence stale just as well.
 */
export async function handlePush(
  occasion: Occasion,
  { branch, after, isForced, isDefault }: Extract<IncomingBody, { kind: 'push' }>,
): Promise<Handled> {
  const { deps, github, repository, sender } = occasion;
  if (isDefault) return noteSettings(occasion);
  const ours = parseBranch(branch);
  const run = ours === null ? null : await deps.store.read.runByBranchPrefix(repository.id, ours.prefix);
  if (ours === null || run === null) return ignored('The branch is none of a run.');
  if (ours.key === FINAL_TASK_KEY) {
    const also = [...(await savingNames(occasion)), ...settlingForGood(occasion, 'The integration branch was moved.')];
    await noteIntegrationPushed(deps, run.id, { after, by: sender.login }, also);
    return SETTLED;
  }
  const task = await deps.store.read.taskByKey(run.id, ours.key);
  if (task === null) return ignored('The branch is of no task of the run.');
  // Of two pushes the older may be told last; it must not set the task back.
  if (!(await github.repositories.standsAt(repository, branch, after)))
    return ignored('The branch stands elsewhere by now.');
  const also = [...(await savingNames(occasion)), ...settlingForGood(occasion, `The branch of ${task.key} was moved.`)];
  await noteBranchPushed(deps, task.id, { commit: after, by: sender.login, isForced }, also);
  return SETTLED;
}
