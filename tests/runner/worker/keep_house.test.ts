import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { homeName } from '../../../runner/worker/homes.ts';
import { namesIn } from '../../support/git_repository.ts';
import { until } from '../../support/until.ts';
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
