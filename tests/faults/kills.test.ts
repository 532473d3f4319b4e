import { globSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fingerprint } from '../local/scratch_repository.ts';
import type { Program } from '../support/program.ts';
import { type RunRecord, readRun } from '../support/run_record.ts';
import { runnerOf } from '../support/runner_of.ts';
import { type ScratchRun, scratchRun } from '../support/scratch_run.ts';
import { until } from '../support/until.ts';
import { addressOf, type RunWatch, watchRun } from '../support/watch_run.ts';
import { whatIsLeft } from '../support/what_is_left.ts';
import { expectAsIfNothingHappened } from './as_if_nothing_happened.ts';
import { isMoment, type Moment, nameOf, POINTS, type Point, type Victim } from './points.ts';
import { HOLDING, PLAN, SCRIPT } from './resilient_plan.ts';

const NAME = 'resilient';
/** A runner that has lost its service gives up after its own bound. */
const GONE_WITHIN_MS = 30_000;

describe.concurrent('a run whose processes are killed ends as if nothing had happened', () => {
  for (const point of POINTS) {
    it(nameOf(point), async () => {
      const scratch = await scratchRun({
        name: NAME,
        plan: PLAN,
        script: SCRIPT,
        // Long enough that a busy machine lets none end: what is lost is lost because somebody was killed.
        environment: { LEASE_MS: '15000' },
      });
      try {
        await endure(point, scratch);
      } finally {
        await scratch.remove();
      }
    });
  }
});

async function endure({ victim, at }: Point, scratch: ScratchRun): Promise<void> {
  const before = fingerprint(scratch.repository);
  const { meetingPoint } = scratch;
  for (const task of HOLDING) {
    if (at.kind !== 'holding' || at.task !== task) meetingPoint.open(task);
  }
  const watch = watchRun(NAME, () => addressOf(scratch.databaseFile));
  const first = scratch.startPlan();
  let last = first;
  try {
    await comes(at, scratch, watch);
    await kill(victim, first, scratch);
    for (const task of HOLDING) meetingPoint.open(task);
    if (victim !== 'runner') last = scratch.startPlan();
  } finally {
    await watch.stop();
  }
  const ending = await last.ended;
  expect(ending, ending.stdout + ending.stderr).toMatchObject({ exitCode: 0, signal: null });
  const record = await readRun(scratch.databaseFile, NAME);
  expectAsIfNothingHappened(record, scratch.repository.git);
  if (at.kind === 'holding') expectKept(record, at.task, scratch);
  expect(fingerprint(scratch.repository), 'work tree, index and HEAD').toBe(before);
  await until(
    'end of everything',
    async () => ((await whatIsLeft(scratch)).length === 0 ? true : undefined),
    GONE_WITHIN_MS,
  ).catch(() => undefined);
  expect(await whatIsLeft(scratch)).toEqual([]);
}

async function comes(moment: Moment, scratch: ScratchRun, watch: RunWatch): Promise<void> {
  switch (moment.kind) {
    case 'event':
      await watch.event(moment.event, (event) => isMoment(moment, event));
      return;
    case 'agent':
      return await scratch.meetingPoint.noted(moment.what, moment.task);
    case 'holding':
      return await scratch.meetingPoint.arrived(moment.task);
    case 'pushed':
      await until(`push of ${moment.task}`, () => pushedRefs(scratch, moment.task)[0]);
      return;
    default:
      moment satisfies never;
  }
}

function pushedRefs({ repository }: ScratchRun, task: string): readonly string[] {
  return globSync(join(repository.folder, `.git/refs/planwright/attempts/*/${task}/*`));
}

async function kill(victim: Victim, owner: Program, { databaseFile }: ScratchRun): Promise<void> {
  const runner = runnerOf(databaseFile);
  if (victim !== 'service' && runner !== undefined) process.kill(runner, 'SIGKILL');
  if (victim === 'runner') return;
  owner.signal('SIGKILL');
  expect(await owner.ended).toMatchObject({ signal: 'SIGKILL' });
}

/** What an attempt had done when it was killed can be looked at. */
function expectKept(record: RunRecord, task: string, { repository }: ScratchRun): void {
  const [first] = record.attempts.get(task) ?? [];
  expect(repository.git('cat-file', 'blob', `${first?.ref}:${task}.txt`)).toBe(task);
}
