import type { proveAncestors, resolveCommit } from '../git/ancestry.ts';
import type { changedPaths } from '../git/changed_paths.ts';
import type { commitWorktree } from '../git/commit.ts';
import type { diffText } from '../git/diff_text.ts';
import type { fetchMirror } from '../git/fetch.ts';
import type { openMirror } from '../git/mirror.ts';
import type { pushAttempt } from '../git/push.ts';
import type { putBack } from '../git/put_back.ts';
import type { salvageAttempt } from '../git/salvage.ts';
import type { refreshThrowaway } from '../git/throwaway.ts';
import type { addWorktree, removeWorktree } from '../git/worktree.ts';
import type { diffSize } from './diff_size.ts';

/** The git operations that the runner's steps take as an argument. */
export type GitPort = {
  readonly openMirror: typeof openMirror;
  readonly fetchMirror: typeof fetchMirror;
  readonly resolveCommit: typeof resolveCommit;
  readonly proveAncestors: typeof proveAncestors;
  readonly addWorktree: typeof addWorktree;
  readonly refreshThrowaway: typeof refreshThrowaway;
  readonly commitWorktree: typeof commitWorktree;
  readonly changedPaths: typeof changedPaths;
  readonly diffSize: typeof diffSize;
  readonly diffText: typeof diffText;
  readonly putBack: typeof putBack;
  readonly pushAttempt: typeof pushAttempt;
  readonly salvageAttempt: typeof salvageAttempt;
  readonly removeWorktree: typeof removeWorktree;
};
