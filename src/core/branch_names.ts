/** Names of refs that Planwright makes. They are part of the outside contract. */

/** `planwright/<name>` for the first run of a name, `planwright/<name>.2` for the second, and so on. */
export function branchPrefix(name: string, sequence: number): string {
  return sequence === 1 ? `planwright/${name}` : `planwright/${name}.${sequence}`;
}

/** The branch into which the tasks of a run are merged. */
export function integrationBranch(prefix: string): string {
  return `${prefix}/plan`;
}

/** The branch that shows a task's work. */
export function taskBranch(prefix: string, taskKey: string): string {
  return `${prefix}/${taskKey}`;
}

/** Where the runner pushes what attempt `number` of a task left, whether it succeeded or not. */
export function attemptRef(run: string, taskKey: string, number: number): string {
  return `refs/planwright/attempts/${run}/${taskKey}/${number}`;
}

/** Proves that a run made the branches of its prefix; it also keeps the run's base commit reachable. */
export function ownershipRef(run: string): string {
  return `refs/planwright/runs/${run}`;
}

/** Key of the run's own last task, which verifies the integrated result. No task of a plan may be called so. */
export const FINAL_TASK_KEY = 'plan';

/** What a branch of ours is of: the prefix of a run, and the key of a task; `plan` is the integration branch. */
export type OurBranch = { readonly prefix: string; readonly key: string };

/** Reads a branch name as {@link branchPrefix} and {@link taskBranch} write it; null: it is none of ours. */
export function parseBranch(branch: string): OurBranch | null {
  const found = /^(planwright\/[^/]+)\/([^/]+)$/.exec(branch);
  return found?.[1] === undefined || found[2] === undefined ? null : { prefix: found[1], key: found[2] };
}
