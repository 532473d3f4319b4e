import type { Outcome } from '../../protocol/outcome.ts';
import { taskBranch } from '../branch_names.ts';
import type { Surroundings } from '../decision.ts';
import type { NewEffect } from '../effects/new_effect.ts';
import { repositoryPage } from '../report/links.ts';
import { neutraliseTitle } from '../report/neutralise.ts';
import { taskCheck } from '../report/task_check.ts';
import { taskPull } from '../report/task_pull.ts';
import type { TaskReport } from '../report/task_report.ts';
import { DEFAULT_RETRIES } from '../retry/failure_policy.ts';
import { integrationLane } from '../run/lanes.ts';
import { showing } from '../run/run_effects.ts';
import type { AttemptSlice } from './slices.ts';

/** What an attempt has to show: its outcome, and the commit that was verified. */
export type VerifiedWork = { readonly outcome: Outcome; readonly commit: string };

/** What follows verified work: its branch, for an issue its pull request and check, and its merge. */
export function publishWork(slice: AttemptSlice, work: VerifiedWork, around: Surroundings): readonly NewEffect[] {
  const { task, run } = slice;
  const { commit } = work;
  const report = run.issue === null ? null : reportOf(slice, work);
  const lane = integrationLane(run.id);
  const branch = taskBranch(run.branchPrefix, task.key);
  const message = `Merge ${task.key}: ${neutraliseTitle(task.spec.title)}`;
  const pull = report === null ? null : taskPull(report);
  const effects: NewEffect[] = [
    { id: around.newId(), run: run.id, lane, effect: { kind: 'publish_task', task: task.id, branch, commit, pull } },
  ];
  if (report !== null) {
    const check = { kind: 'check_task', task: task.id, commit, check: taskCheck(report) } as const;
    effects.push(showing(run.id, check, around.newId()));
  }
  effects.push({
    id: around.newId(),
    run: run.id,
    lane,
    effect: { kind: 'merge_task', task: task.id, branch, commit, message },
  });
  return effects;
}

function reportOf({ task, run, repository, attempt }: AttemptSlice, { outcome, commit }: VerifiedWork): TaskReport {
  const allowed = (task.spec.settings.retries ?? DEFAULT_RETRIES) + 1;
  return {
    run,
    task,
    attempt: { number: attempt.number, allowed, agent: attempt.agent },
    outcome,
    commit,
    repositoryUrl: repositoryPage(repository),
  };
}
