import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { homeName, taskHome } from '../../../runner/worker/homes.ts';
import { createRunnerFolder } from '../../../runner/worker/identity.ts';
import { type Household, keepHouse } from '../../../runner/worker/keep_house.ts';
import { type RunningAttempt, RunningAttempts } from '../../../runner/worker/running_attempts.ts';
import { namesIn } from '../../support/git_repository.ts';
import { until } from '../../support/until.ts';
import { HandClock } from './hand_clock.ts';
import { endRunner, requestOn, runHere, type Stage, setStage } from './runner_fixture.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await setStage();
});
afterEach(async () => {
  expect(stage.service.complaints).toEqual([]);
  await stage.close();
});

it('a runner keeps the HOMEs of its tasks until the service says that they are over', async () => {
  const requests = [requestOn(stage, { shell: 'echo 1 > one' }), requestOn(stage, { shell: 'echo 2 > two' })];
  stage.service.offer(...requests);
  const first = runHere(stage);
  for (const { attempt } of requests) await stage.service.outcome(attempt);
  expect(await endRunner(first)).toBe(0);
  const homes = join(stage.workDir, 'runners', stage.service.registrations[0]?.runner ?? '', 'homes');
  const names = requests.map(homeName);
  expect(new Set(await namesIn(homes))).toEqual(new Set(names));
  stage.service.tasksOver.add(requests[0]?.task.id ?? '');
  const second = runHere(stage);
  await until('one HOME to be left', async () => ((await namesIn(homes)).length === 1 ? true : undefined));
  expect(await namesIn(homes)).toEqual(names.slice(1));
  expect(await endRunner(second)).toBe(0);
});

it('what is over by its end a runner removes before it ends', async () => {
  const request = requestOn(stage, { shell: 'echo 1 > one' });
  stage.service.offer(request);
  const runner = runHere(stage);
  await stage.service.outcome(request.attempt);
  const homes = join(stage.workDir, 'runners', stage.service.registrations[0]?.runner ?? '', 'homes');
  expect(await namesIn(homes)).toEqual([homeName(request)]);
  stage.service.tasksOver.add(request.task.id);
  expect(await endRunner(runner)).toBe(0);
  expect(await namesIn(homes)).toEqual([]);
});

it('a service that does not answer holds up no end, nor does it an end that is hurried', async () => {
  const folder = await createRunnerFolder(stage.workDir, 'runner', 'service');
  await taskHome(folder.path, `run.${randomUUID()}`, 0);
  const clock = new HandClock();
  const asked: AbortSignal[] = [];
  const household: Household = {
    attempts: new RunningAttempts(1),
    client: {
      homes: (_, signal) => {
        asked.push(signal);
        return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
      },
    },
    clock,
    epochMs: () => 0,
    folder,
    logger: { info: () => {}, warn: () => {}, error: () => {} },
    options: { workDir: stage.workDir },
  };
  const [ended, hurried] = [new AbortController(), new AbortController()];
  ended.abort();
  const last = keepHouse(household, ended.signal, hurried.signal);
  await until('the service to be asked', async () => (asked.length === 1 ? true : undefined));
  clock.turnTo(2_000);
  await last;
  const cutShort = keepHouse(household, ended.signal, hurried.signal);
  await until('the service to be asked again', async () => (asked.length === 2 ? true : undefined));
  hurried.abort();
  await cutShort;
  await keepHouse(household, ended.signal, hurried.signal);
  expect(asked).toHaveLength(2);
  await folder.release();
});

it('the HOME of an attempt at work stays, whatever the service says', async () => {
  const [atWork, other] = [requestOn(stage, { shell: 'true' }), requestOn(stage, { shell: 'true' })];
  const folder = await createRunnerFolder(stage.workDir, 'runner', 'service');
  for (const request of [atWork, other]) await taskHome(folder.path, homeName(request), 0);
  const attempts = new RunningAttempts(1);
  attempts.add({ request: atWork } as RunningAttempt);
  const household: Household = {
    attempts,
    client: { homes: async ({ tasks }) => ({ needed: [], over: tasks }) },
    clock: new HandClock(),
    epochMs: () => 0,
    folder,
    logger: { info: () => {}, warn: () => {}, error: () => {} },
    options: { workDir: stage.workDir },
  };
  await keepHouse(household, AbortSignal.abort(), new AbortController().signal);
  expect(await namesIn(join(folder.path, 'homes'))).toEqual([homeName(atWork)]);
  await folder.release();
});
