import { join } from 'node:path';

/**
 * Where one attempt lives, below the runner's work dir. The folder is made by `addWorktree` and outlives the runner:
 *
 *     <folder>/tree/        the worktree; the agent writes here, and here only
 *     <folder>/tree/.git/   the agent's throwaway git directory; nothing in it counts
 *     <folder>/git/         the runner's git directory of this attempt; no agent sees it
 *       HEAD                the commit the attempt stands on: its start, later its newest commit
 *       ORIG_HEAD           the commit the attempt started from. Written last, so a folder without it is one in which no
 *                           agent ever ran
 *       config              written anew by the runner before each use
 *       index               what git knows of the files in `tree`
 *       objects/            quarantine: what git wrote while it read the tree. It is checked and copied into the mirror
 *                           by `importObjects`; nothing else ever reads it
 *       shallow             only where the mirror is shallow
 *     <folder>/lock         held by the checkout, also when its runner is dead
 *     <folder>/nested_git/  only after a salvage: nested git directories that were in its way
 *
 * `tree` is also registered as a detached worktree of the mirror (`<mirror>/worktrees/<name>`), locked against pruning,
 * for as long as it is there. Git that reads `tree` may write to `git` and to nothing else.
 */
export type AttemptFolder = {
  readonly folder: string;
  readonly tree: string;
  readonly git: string;
  /** The mirror's object folder, which `tree/.git` and `git` borrow from. */
  readonly mirrorObjects: string;
};

/** The paths of an attempt in `folder` whose repository has its mirror at `mirrorFolder`. */
export function attemptFolder(folder: string, mirrorFolder: string): AttemptFolder {
  return {
    folder,
    tree: join(folder, 'tree'),
    git: join(folder, 'git'),
    mirrorObjects: join(mirrorFolder, 'objects'),
  };
}
