import { join } from 'node:path';

/** Where everything of one attempt lies, below its runner's folder. */
export type AttemptPaths = {
  /** The attempt's own folder. */
  readonly path: string;
  /** What a later process needs to clean up after this one. */
  readonly record: string;
  /** Secrets that it was lent. */
  readonly secrets: string;
  /** The commit of finished work, once it is made. */
  readonly finished: string;
  /** Worktree and git directory, as `runner/git` lays them out. */
  readonly checkout: string;
  /** A second checkout, for `verify-in: clean`. */
  readonly cleanCheckout: string;
  /** Read-only for the task: inputs, changed paths. */
  readonly given: string;
  readonly inputs: string;
  readonly changed: string;
  /** Writable for the task, beside its worktree: outputs. */
  readonly exchange: string;
  readonly outputs: string;
  /** First on the task's PATH; holds `planwright-tool`. */
  readonly programs: string;
  readonly temporary: string;
  /** HOME of a verification on a clean checkout, which takes over nothing from the agent. */
  readonly cleanHome: string;
  /** TMPDIR of such a verification. */
  readonly cleanTemporary: string;
};

/**
 * @param path `<runner's folder>/attempts/<attempt id>`
 * @param checkout where that does not lie in `path`
 */
export function attemptPaths(path: string, checkout = join(path, 'checkout')): AttemptPaths {
  return {
    path,
    record: join(path, 'attempt.json'),
    secrets: join(path, 'secrets.json'),
    finished: join(path, 'finished'),
    checkout,
    cleanCheckout: join(path, 'clean'),
    given: join(path, 'given'),
    inputs: join(path, 'given', 'inputs.json'),
    changed: join(path, 'given', 'changed'),
    exchange: join(path, 'exchange'),
    outputs: join(path, 'exchange', 'outputs'),
    programs: join(path, 'programs'),
    temporary: join(path, 'tmp'),
    cleanHome: join(path, 'home'),
    cleanTemporary: join(path, 'clean-tmp'),
  };
}
