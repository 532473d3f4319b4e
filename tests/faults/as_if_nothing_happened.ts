import { expect } from 'vitest';
import type { AttemptView } from '../../src/protocol/views.ts';
import type { RunRecord } from '../support/run_record.ts';
import { FAILS_FIRST, FILES } from './resilient_plan.ts';

/** What a kill may make of an attempt: its runner was not heard of any more, or said itself that it had to end. */
const INTERRUPTED = ['lost', 'transient'];
/** The most attempts that one kill can cost: the slots of the runner. */
const SLOTS = 2;

/** The run of the resilient plan has the one end that it always has, and nothing was done twice on the way. */
export function expectAsIfNothingHappened(record: RunRecord, git: (...args: string[]) => string): void {
  const { run, tasks, attempts } = record;
  expect(run).toMatchObject({ state: 'succeeded', reason: null });
  expect(tasks.filter(({ state }) => state !== 'succeeded')).toEqual([]);
  expectFiles(run.integrationBranch, git);
  let interrupted = 0;
  for (const [task, list] of attempts) {
    const ends = list.map((attempt) => attempt.class ?? attempt.state);
    const told = `attempts of ${task}: ${list.map(describe).join(', ')}`;
    // Nothing comes after a success, and nothing but a success ends the list.
    expect(ends.indexOf('succeeded'), told).toBe(ends.length - 1);
    const failures = ends.slice(0, -1).filter((end) => !INTERRUPTED.includes(end));
    // What is wrong at first may have been left by an interrupted attempt: then the next goes on from it, and mends it.
    const mayBeMended = task === FAILS_FIRST && INTERRUPTED.includes(ends[0] ?? '') && failures.length === 0;
    if (!mayBeMended) expect(failures, told).toEqual(task === FAILS_FIRST ? ['verification'] : []);
    interrupted += ends.length - 1 - failures.length;
  }
  expect(
    interrupted,
    `attempts that were interrupted: ${[...attempts.values()].flat().map(describe).join(', ')}`,
  ).toBeLessThanOrEqual(SLOTS);
  expectEventsOnce(record);
}

/** Its end and, where it failed, everything that is known of why. */
function describe({ task, number, state, class: failure, action, message }: AttemptView): string {
  return failure === null ? state : `${failure} (${task}, attempt ${number}, ${action}: ${message})`;
}

function expectFiles(branch: string, git: (...args: string[]) => string): void {
  const names = git('ls-tree', '-r', '--name-only', branch)
    .split('\n')
    .filter((name) => name !== 'readme');
  const files = Object.fromEntries(names.map((name) => [name, `${git('cat-file', 'blob', `${branch}:${name}`)}\n`]));
  expect(files).toEqual(FILES);
}

/** What may happen once only did: each task is merged once, and events are numbered without a gap. */
function expectEventsOnce({ events, tasks }: RunRecord): void {
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
  const merged = events.filter(({ kind }) => kind === 'task_merged').map(({ task }) => task);
  const withCommit = tasks.filter(({ mergeCommit }) => mergeCommit !== null).map(({ key }) => key);
  expect(merged.toSorted()).toEqual(withCommit.toSorted());
}
