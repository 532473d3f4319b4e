/** Somebody moved a branch at the same moment, more often than it was tried again. It passes: send the effect again. */
export class BranchMovedError extends Error {
  override readonly name = 'BranchMovedError';
  readonly code = 'branch_moved';
  readonly branch: string;

  constructor(branch: string) {
    super(`The branch ${branch} kept moving while Planwright wanted to move it; it tries again by itself.`);
    this.branch = branch;
  }
}
