import { randomUUID } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { writeLentRecord } from '../../../runner/home/lent_record.ts';
import { jsonLogger } from '../../../runner/logger.ts';
import { homeName } from '../../../runner/worker/homes.ts';
import { createRunnerFolder } from '../../../runner/worker/identity.ts';
import { dropFolder } from '../../../runner/worker/recover.ts';
import { filesOf, namesIn } from '../../support/git_repository.ts';
import { offerTo } from './carried_out.ts';
import { commitAt, endRunner, requestOn, runHere, runInProcess, type Stage, setStage } from './runner_fixture.ts';

const FIRST = 'first-login-of-somebody-0001';
const SECOND = 'second-login-of-somebody-0002';

let stage: Stage;
let user: string;
beforeEach(async () => {
  stage = await setStage({ leaseMs: 30_000, heartbeatMs: 30 });
  user = join(stage.scratch.path, 'user');
  await mkdir(user);
  await lend('home: [login.json]');
  await logIn(FIRST);
});
afterEach(async () => {
  expect(stage.service.complaints).toEqual([]);
  await stage.close();
});

async function lend(home: string): Promise<void> {
  const script = join(stage.scratch.path, 'agent.sh');
  await writeFile(
    stage.runnerFile,
    `providers:\n  script: { command: [sh, ${script}], transport: text${home === '' ? '' : `, ${home}`} }\nsandbox: auto\n`,
  );
}

const logIn = (token: string) => writeFile(join(user, 'login.json'), JSON.stringify({ token }));
const lookForLogin = 'if [ -e "$HOME/login.json" ]; then echo yes; else echo no; fi > found';
const ENDLESS = 'cat "$HOME/login.json" > leaked.txt; planwright-tool progress working; sleep 600 & wait';

/** Begins an attempt, kills its runner once it is at work, and keeps its work on this machine. */
async function killedAtWork(script: string) {
  const request = offerTo(stage, 'script', script);
  const killed = runInProcess(stage, { HOME: user });
  await stage.service.until(() => stage.service.progress(request.attempt) === 'working');
  killed.kill();
  await killed.exited;
  return request;
}

it('a login that was renewed after the start leaves the runner no more than the one before', async () => {
  const runner = runHere(stage, {}, { HOME: user });
  const first = offerTo(stage, 'script', 'cat "$HOME/login.json"; cat "$HOME/login.json" > leaked.txt');
  expect(await stage.service.outcome(first.attempt)).toMatchObject({ kind: 'failed', class: 'verification' });
  await logIn(SECOND);
  const second = offerTo(stage, 'script', `cat "$HOME/login.json"; cat "$HOME/login.json" > leaked.txt; echo ${FIRST}`);
  const outcome = await stage.service.outcome(second.attempt);
  expect(outcome).toMatchObject({ kind: 'failed', class: 'verification' });
  const told =
    JSON.stringify(outcome) + stage.service.log(second.attempt) + stage.service.log(second.attempt, 'conversation');
  for (const token of [FIRST, SECOND]) expect(told).not.toContain(token);
  const saved = await filesOf(stage.repository, second.attemptRef);
  expect(saved).toContainEqual(expect.stringMatching(/leaked\.txt: .*\*{28}/));
  expect(await endRunner(runner)).toBe(0);
});

it('nor does one that was lent by a runner that was killed, once another lies in its place', async () => {
  const request = await killedAtWork(ENDLESS);
  await logIn(SECOND);
  await rename(stage.repository, `${stage.repository}.away`);
  const away = runHere(stage, {}, { HOME: user });
  await stage.service.until(() => stage.service.registrations.length === 2);
  expect(await endRunner(away)).toBe(0);
  await rename(`${stage.repository}.away`, stage.repository);
  const runner = runHere(stage, {}, { HOME: user });
  await stage.service.until(() => stage.service.registrations.length === 3);
  expect(await commitAt(stage, request.attemptRef)).toBeDefined();
  expect(await filesOf(stage.repository, request.attemptRef)).toContainEqual(
    expect.stringMatching(/leaked\.txt: .*\*{28}/),
  );
  expect(await endRunner(runner)).toBe(0);
});

it('a login that is not lent any more is in no HOME, also where a runner was killed that had lent it', async () => {
  const { run, task } = await killedAtWork(ENDLESS);
  await lend('');
  const runner = runHere(stage, {}, { HOME: user });
  await stage.service.until(() => stage.service.registrations.length === 2);
  const runnerPath = join(stage.workDir, 'runners', stage.service.registrations[0]?.runner ?? '');
  expect(await namesIn(join(runnerPath, 'homes', `${run}.${task.id}.script`))).not.toContain('login.json');
  const next = offerTo(stage, 'script', lookForLogin, { run, task, number: 2 });
  expect(await stage.service.outcome(next.attempt)).toMatchObject({ kind: 'succeeded' });
  expect(await filesOf(stage.repository, next.attemptRef)).toContain('100644 found: no');
  expect(await endRunner(runner)).toBe(0);
});

it('an agent finds in its HOME nothing that could not be taken away after an earlier one', async () => {
  await lend('');
  const runner = runHere(stage, {}, { HOME: user });
  await stage.service.until(() => stage.service.registrations.length === 1);
  const request = requestOn(stage, { script: lookForLogin });
  const runnerPath = join(stage.workDir, 'runners', stage.service.registrations[0]?.runner ?? '');
  const home = join(runnerPath, 'homes', homeName(request));
  await mkdir(home, { recursive: true });
  await writeFile(join(home, 'login.json'), 'a login');
  await writeLentRecord(home, [{ path: 'login.json' }]);
  stage.service.offer(request);
  expect(await stage.service.outcome(request.attempt)).toMatchObject({ kind: 'succeeded' });
  expect(await filesOf(stage.repository, request.attemptRef)).toContain('100644 found: no');
  expect(await endRunner(runner)).toBe(0);
});

it('the folder of a dead runner is let go of without what was lent there', async () => {
  const folder = await createRunnerFolder(stage.workDir, randomUUID(), 'another-service');
  const home = join(folder.path, 'homes', `${randomUUID()}.${randomUUID()}.script`);
  await mkdir(home, { recursive: true });
  for (const name of ['login.json', 'conversation']) await writeFile(join(home, name), name);
  await writeLentRecord(home, [{ path: 'login.json' }]);
  await dropFolder({ epochMs: Date.now, logger: jsonLogger(() => {}, Date.now) }, folder);
  expect(await namesIn(home)).toEqual(['conversation']);
});
