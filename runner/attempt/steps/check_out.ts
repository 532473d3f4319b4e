import { exists } from '../../files/remove_tree.ts';
import { type AttemptFolder, attemptFolder } from '../../git/attempt_folder.ts';
import type { Mirror } from '../../git/mirror.ts';
import type { Attempt } from '../attempt.ts';
import { branchShown } from './branch_shown.ts';
import { pastUnfinishedWorktrees } from './past_unfinished_worktrees.ts';

/** Checks a commit out into a new worktree in `folder`. */
export async function checkOut(
  attempt: Attempt,
  mirror: Mirror,
  commit: string,
  folder: string,
): Promise<AttemptFolder> {
  const { git } = attempt.surroundings;
  return await pastUnfinishedWorktrees(
    attempt,
    () =>
      git.addWorktree(mirror, {
        folder,
        commit,
        branch: branchShown(attempt.request),
        signal: attempt.control.signals.stopping,
      }),
    async () => {
      if (await exists(folder)) await git.removeWorktree(mirror, attemptFolder(folder, mirror.folder));
    },
  );
}
