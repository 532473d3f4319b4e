import type { RunResponse } from '../../protocol/operator.ts';
import type { AttemptView } from '../../protocol/views.ts';
import { EXPECTED_FILES, EXPECTED_TASKS, expectedBranches, ONE_AT_A_TIME } from './expected_outcome.ts';

/** What is there after the demonstration. */
export type DemoOutcome = {
  readonly snapshot: RunResponse;
  readonly attempts: readonly AttemptView[];
  /** Short names of all branches. */
  readonly branches: readonly string[];
  /** Content of every file of the integration branch. */
  readonly files: Readonly<Record<string, string>>;
  /** The checked-out branch, and what `git status` says of files. */
  readonly checkedOut: string;
  readonly changes: string;
};

/** Every way in which the outcome is not exactly the expected one, a sentence each. */
export function deviations(outcome: DemoOutcome): string[] {
  const { snapshot } = outcome;
  const found: string[] = [];
  if (snapshot.run.state !== 'failed') found.push(`The run ${snapshot.run.state}, where two tasks of it fail.`);
  found.push(...taskDeviations(snapshot), ...lockDeviations(outcome.attempts));
  const prefix = snapshot.run.integrationBranch.replace(/\/plan$/, '');
  const branches = outcome.branches.toSorted();
  if (branches.join('\n') !== expectedBranches(prefix).join('\n')) {
    found.push(`The branches are ${branches.join(', ')}.`);
  }
  for (const name of new Set([...Object.keys(EXPECTED_FILES), ...Object.keys(outcome.files)])) {
    const [expected, actual] = [EXPECTED_FILES[name], outcome.files[name]];
    if (expected !== actual) found.push(`${name} holds ${JSON.stringify(actual)}, not ${JSON.stringify(expected)}.`);
  }
  if (outcome.checkedOut !== 'main') found.push(`${outcome.checkedOut} is checked out, where main was.`);
  if (outcome.changes !== '') found.push(`The work tree was touched: ${outcome.changes}`);
  return found;
}

function taskDeviations({ tasks }: RunResponse): string[] {
  const found: string[] = [];
  const byKey = new Map(tasks.map((task) => [task.key, task]));
  for (const [key, expected] of Object.entries(EXPECTED_TASKS)) {
    const task = byKey.get(key);
    byKey.delete(key);
    if (task?.state !== expected.state) found.push(`${key} is ${task?.state}, not ${expected.state}.`);
    if (task?.attempts !== expected.attempts) {
      found.push(`${key} had ${task?.attempts} attempts, not ${expected.attempts}.`);
    }
    if (expected.class !== undefined && task?.reason?.class !== expected.class) {
      found.push(`${key} failed by ${task?.reason?.class}, not by ${expected.class}.`);
    }
  }
  return [...found, ...[...byKey.keys()].map((key) => `Nobody planned ${key}.`)];
}

function lockDeviations(attempts: readonly AttemptView[]): string[] {
  const held = attempts
    .filter((attempt) => ONE_AT_A_TIME.includes(attempt.task))
    .toSorted((one, other) => one.leasedAt - other.leasedAt);
  return held.flatMap((attempt, index) => {
    const before = held[index - 1];
    if (before === undefined || (before.endedAt ?? Number.POSITIVE_INFINITY) <= attempt.leasedAt) return [];
    return [`${before.task} and ${attempt.task} held the lock at the same time.`];
  });
}
