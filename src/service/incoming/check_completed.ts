import { FINAL_TASK_KEY, integrationBranch, parseBranch } from '../../core/branch_names.ts';
import { checkKey } from '../../core/finding/finding_record.ts';
import { isRequired, verdictOf } from '../../core/finding/required_checks.ts';
import type { IncomingBody } from '../../core/incoming/incoming_event.ts';
import { noteCheckFailed, noteCheckPassed } from '../observations/note_check.ts';
import type { Subject } from '../observations/subject.ts';
import { settlingForGood } from './acted_upon.ts';
import { type Handled, ignored, SETTLED } from './handled.ts';
import { type Occasion, savingNames } from './occasion.ts';

type CheckEvent = Extract<IncomingBody, { kind: 'check_completed' }>;

/**
 * A check of another app has its result. It counts where the plan or the branch demands it, and while its commit is what is offered:
 * the newest of a task's branch, or that of the integration branch. Nobody is asked for permission: who may write checks has it.
 */
export async function handleCheckCompleted(occasion: Occasion, { check }: CheckEvent): Promise<Handled> {
  const { deps, github } = occasion;
  if (check.app === github.appSlug) return ignored('The check is of Planwright itself.');
  const verdict = verdictOf(check.conclusion);
  if (verdict === null) return ignored('It neither passed nor failed.');
  const subject = await subjectOfBranch(occasion, check.branch);
  if (subject === null) return ignored('The check is of no branch of a run.');
  const { run, task } = subject;
  if (check.headCommit !== (task === null ? run.integrationHead : task.commit)) {
    return ignored('Its commit is not what is offered any more.');
  }
  if (!isRequired(check.name, await requiredIn(occasion, subject))) return ignored('The check is not required.');
  const also = [...(await savingNames(occasion)), ...settlingForGood(occasion, `A check ${verdict}.`)];
  const desk = { deps, repositories: github.repositories, repository: occasion.repository };
  if (verdict === 'failed' && (await hasPassedSince(occasion, check))) return ignored('A later run of it passed.');
  if (verdict === 'failed') await noteCheckFailed(desk, subject, check, also);
  else await noteCheckPassed(desk, subject, checkKey({ name: check.name, commit: check.headCommit }), also);
  return SETTLED;
}

/** Whether the check has passed on its commit after all: a failure may be told after the success that followed it. */
async function hasPassedSince({ github, repository }: Occasion, check: CheckEvent['check']): Promise<boolean> {
  const newest = await github.repositories.checksOf(repository, check.headCommit);
  return newest.some(
    ({ name, app, conclusion }) => name === check.name && app === check.app && verdictOf(conclusion ?? '') === 'passed',
  );
}

async function subjectOfBranch(
  { deps, repository, isKnown }: Occasion,
  branch: string | null,
): Promise<Subject | null> {
  const ours = branch === null || !isKnown ? null : parseBranch(branch);
  const run = ours === null ? null : await deps.store.read.runByBranchPrefix(repository.id, ours.prefix);
  if (ours === null || run === null) return null;
  if (ours.key === FINAL_TASK_KEY) return { run, task: null };
  const task = await deps.store.read.taskByKey(run.id, ours.key);
  return task === null ? null : { run, task };
}

/** What the plan names, else what the branch demands that the work goes into. */
async function requiredIn({ deps, github, repository }: Occasion, { run, task }: Subject): Promise<readonly string[]> {
  const plan = task === null ? await deps.store.read.planOf(run.id) : null;
  const named = (task === null ? plan?.settings.taskDefaults.checks : task.spec.settings.checks) ?? [];
  const base = task === null ? run.base : integrationBranch(run.branchPrefix);
  const demanded = base === null ? [] : await github.repositories.requiredChecks(repository, base);
  // A rule names a check to the letter: a star in it stands for itself, and hardly occurs.
  return [...named, ...demanded];
}
