import { FINAL_TASK_KEY, parseBranch } from '../../core/branch_names.ts';
import type { Subject } from '../observations/subject.ts';
import type { Occasion } from './occasion.ts';

/**
 * What a pull request is of. Where its number is not known yet (GitHub may tell of it before it answers who made it), its
 * branch says so.
 */
export async function subjectOfPull(
  { deps, repository, isKnown }: Occasion,
  pull: { readonly number: number; readonly head: string | null },
): Promise<Subject | null> {
  if (!isKnown) return null;
  const { read } = deps.store;
  const known = await read.subjectOfPull(repository.id, pull.number);
  if (known !== null) return known;
  const ours = pull.head === null ? null : parseBranch(pull.head);
  const run = ours === null ? null : await read.runByBranchPrefix(repository.id, ours.prefix);
  if (ours === null || run === null) return null;
  if (ours.key === FINAL_TASK_KEY) return run.finalPull === null ? { run, task: null } : null;
  const task = await read.taskByKey(run.id, ours.key);
  return task === null || task.pull !== null ? null : { run, task };
}
