import { existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createClient } from '../../src/http/client.ts';
import { fingerprint } from '../local/scratch_repository.ts';
import { readRun } from '../support/run_record.ts';
import { type ScratchRun, scratchRun } from '../support/scratch_run.ts';
import { until } from '../support/until.ts';
import { addressOf, type RunWatch, watchRun } from '../support/watch_run.ts';
import { whatIsLeft } from '../support/what_is_left.ts';
import { expectRun, fits } from './expectations.ts';
import { loadScenario, type Scenario, scenarioNames } from './scenario.ts';

/** A lease outlasts every pause of a busy machine: here no runner dies. */
const environment = { LEASE_MS: '9000' };
/** What one run may take, with all others at work beside it. */
const LIMIT_MS = 60_000;

describe.concurrent('a plan on a real repository, through the shipped program', () => {
  for (const name of scenarioNames()) {
    it(name, { timeout: LIMIT_MS }, async () => {
      const scenario = loadScenario(name);
      const { plan, script, repository, settings } = scenario;
      const scratch = await scratchRun({
        name,
        plan,
        script,
        files: repository.files,
        slots: settings.slots,
        environment,
      });
      try {
        await play(scenario, scratch);
      } finally {
        await scratch.remove();
      }
    });
  }
});

async function play(scenario: Scenario, scratch: ScratchRun): Promise<void> {
  const { name, expected, settings } = scenario;
  leaveUncommitted(scenario, scratch);
  const before = fingerprint(scratch.repository);
  const program = scratch.startPlan(...settings.arguments);
  await operate(scenario, scratch);
  const ending = await program.ended;
  expect(ending, ending.stdout + ending.stderr).toMatchObject({ exitCode: expected.exit, signal: null });
  for (const part of expected.prints) expect(ending.stdout + ending.stderr).toContain(part);
  if (expected.run === undefined) {
    expect(existsSync(scratch.databaseFile), 'a database').toBe(false);
    return;
  }
  const record = await readRun(scratch.databaseFile, name);
  expectRun({ record, notes: scratch.meetingPoint.notes, git: scratch.repository.git }, expected);
  expect(fingerprint(scratch.repository), 'work tree, index and HEAD').toBe(before);
  expect(await whatIsLeft(scratch)).toEqual([]);
}

function leaveUncommitted({ repository }: Scenario, { repository: { folder, write, git } }: ScratchRun): void {
  for (const [file, text] of Object.entries({ ...repository.staged })) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    write(file, text);
    git('add', '--', file);
  }
  for (const [file, text] of Object.entries(repository.uncommitted)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    write(file, text);
  }
}

async function operate({ name, operator }: Scenario, scratch: ScratchRun): Promise<void> {
  if (operator.length === 0) return;
  const watch = watchRun(name, () => addressOf(scratch.databaseFile));
  try {
    for (const { after, open, answer, planwright, exit, prints } of operator) {
      if (after !== undefined) await watch.event(JSON.stringify(after), (event) => fits(event, after));
      if (open !== undefined) scratch.meetingPoint.open(open);
      if (answer !== undefined) expect(await answerQuestion(watch, name, answer, scratch)).toBe(200);
      if (planwright === undefined) continue;
      const ending = await scratch.planwright(planwright).ended;
      expect(ending, planwright.join(' ')).toMatchObject({ exitCode: exit });
      for (const part of prints) expect(ending.stdout + ending.stderr, planwright.join(' ')).toContain(part);
    }
  } finally {
    await watch.stop();
  }
}

/** As a person, by the service that carries the run out; answers its status. */
async function answerQuestion(
  watch: RunWatch,
  run: string,
  { task, text }: { readonly task: string; readonly text: string },
  scratch: ScratchRun,
): Promise<number> {
  const { address, token } = await until('service', () => addressOf(scratch.databaseFile), LIMIT_MS);
  const asked = watch.events.findLast((event) => event.task === task && event.kind === 'question_asked');
  const question = `Q${asked?.data.n}`;
  const { questions } = createClient(address, token).api.v1.runs[':run'];
  const response = await questions[':question'].answer.$post({ param: { run, question }, json: { text, by: 'ada' } });
  return response.status;
}
