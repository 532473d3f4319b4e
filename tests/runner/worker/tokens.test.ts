import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { homeName } from '../../../runner/worker/homes.ts';
import type { ExecutionRequest } from '../../../src/protocol/execution_request.ts';
import { type GitHttpServer, startGitHttpServer } from '../../support/git_http_server.ts';
import { filesOf, git } from '../../support/git_repository.ts';
import { until } from '../../support/until.ts';
import { filesHolding, recordArguments } from '../git/secret_traces.ts';
import {
  endRunner,
  leftovers,
  type RequestChanges,
  requestOn,
  runHere,
  runInProcess,
  type Stage,
  type StartedRunner,
  setStage,
} from './runner_fixture.ts';

const username = 'x-access-token';
const RIGHT = 'ghs_rightToken0123456789';
const HOUR_MS = 3_600_000;

let stage: Stage;
let server: GitHttpServer;
/** The repository that the server serves. */
let served: string;
beforeEach(async () => {
  stage = await setStage({ leaseMs: 30_000, heartbeatMs: 30 });
  const root = join(stage.scratch.path, 'served');
  served = join(root, 'a.git');
  await git(stage.scratch.path, 'clone', '--quiet', '--bare', stage.repository, served);
  server = await startGitHttpServer({ root, username, token: RIGHT });
  giveInTurn({ token: RIGHT });
});
afterEach(async () => {
  vi.unstubAllEnvs();
  expect(stage.service.complaints).toEqual([]);
  await server.close();
  await stage.close();
});

type Given = { readonly token: string; readonly expiresInMs?: number } | 'unavailable';

/** The service gives these tokens one after the other, and the last of them again and again. */
function giveInTurn(...given: [Given, ...Given[]]): void {
  let [next, ...rest] = given;
  stage.service.giveTokens(() => {
    const now = next;
    [next = now, ...rest] = rest;
    return now === 'unavailable' ? now : { username, expiresInMs: HOUR_MS, ...now };
  });
}

function offered(changes: RequestChanges): ExecutionRequest {
  const request = requestOn(stage, changes);
  const onServer = { ...request, repository: { ...request.repository, cloneUrl: `${server.url}/a.git` } };
  stage.service.offer(onServer);
  return onServer;
}

const asked = () => stage.service.messages.filter((path) => path === 'token').length;

/** Writes something, says so, and works on until it is ended. */
const ENDLESS = 'echo half > half; planwright-tool progress working; exec sleep 600';

/** Works on until it is let go. */
const WAIT = 'while [ ! -e "$HOME/go" ]; do sleep 0.02; done';

async function atWork({ attempt }: ExecutionRequest): Promise<void> {
  await stage.service.until(() => stage.service.progress(attempt) === 'working');
}

async function isServed(ref: string): Promise<true | undefined> {
  return await git(served, 'rev-parse', '--verify', '--quiet', ref).then(
    () => true as const,
    () => undefined,
  );
}

describe('an attempt on a repository that needs a token', () => {
  it('fetches and pushes with one token, which is seen nowhere else', async () => {
    const given = await recordArguments(stage.scratch.path);
    const request = offered({
      script: `env; cat .git/config; echo new > new; git status; planwright-tool progress working; ${WAIT}`,
      verify: [['sh', '-c', 'env; test -f new']],
    });
    const runner = runHere(stage);
    await atWork(request);
    expect(await filesHolding(stage.scratch.path, RIGHT)).toEqual([]);
    await letGo(request);
    const outcome = await stage.service.outcome(request.attempt);
    expect(outcome).toMatchObject({ kind: 'succeeded', changedFiles: 1 });
    expect(await endRunner(runner)).toBe(0);
    expect(await git(served, 'rev-parse', request.attemptRef)).toBe(outcome.commit);
    expect(asked()).toBe(1);

    expect(await filesHolding(stage.scratch.path, RIGHT)).toEqual([]);
    expect(await readFile(given, 'utf8')).toContain(request.attemptRef);
    const log = stage.service.log(request.attempt);
    expect(log).toContain('PLANWRIGHT_TASK=parser');
    for (const text of [log, runner.output(), JSON.stringify(outcome), server.requests.join('\n')]) {
      expect(text).not.toContain(RIGHT);
      expect(text).not.toContain('ASKPASS');
    }
    expect(await leftovers(stage)).toEqual([]);
  });

  it('asks for a new token before a push where the old one ends soon', async () => {
    const given = await recordArguments(stage.scratch.path);
    giveInTurn({ token: RIGHT, expiresInMs: 9 * 60_000 }, { token: 'ghs_second' });
    const request = offered({ shell: `echo new > new; planwright-tool progress working; ${WAIT}` });
    const runner = runHere(stage);
    await atWork(request);
    server.accept('ghs_second');
    await letGo(request);
    expect(await stage.service.outcome(request.attempt)).toMatchObject({ kind: 'succeeded' });
    expect(asked()).toBe(2);
    expect(await endRunner(runner)).toBe(0);
    const pushes = (await readFile(given, 'utf8')).split('\n').filter((argument) => argument === 'push');
    expect(pushes, 'the old token is not even tried').toHaveLength(1);
  });

  it('asks once more where the remote does not accept the token', async () => {
    giveInTurn({ token: 'ghs_revoked' }, { token: RIGHT });
    const request = offered({ shell: 'echo new > new' });
    const runner = runHere(stage);
    expect(await stage.service.outcome(request.attempt)).toMatchObject({ kind: 'succeeded' });
    expect(asked()).toBe(2);
    expect(await endRunner(runner)).toBe(0);
  });

  it('fails where the remote does not accept the second one either, without naming it', async () => {
    giveInTurn({ token: 'ghs_revoked' });
    const request = offered({ shell: 'true' });
    const runner = runHere(stage);
    const outcome = await stage.service.outcome(request.attempt);
    expect(outcome).toMatchObject({
      kind: 'failed',
      class: 'transient',
      message: 'The remote repository did not accept the credential.',
    });
    expect(asked()).toBe(2);
    expect(await endRunner(runner)).toBe(0);
    expect(runner.output() + stage.service.log(request.attempt)).not.toContain('ghs_revoked');
  });

  it('waits for a token that cannot be had at the moment', async () => {
    giveInTurn('unavailable', { token: RIGHT });
    const request = offered({ shell: 'echo new > new' });
    const runner = runHere(stage);
    expect(await stage.service.outcome(request.attempt)).toMatchObject({ kind: 'succeeded' });
    expect(await endRunner(runner)).toBe(0);
  });

  it('still saves its work with the token it has when it was given up', async () => {
    giveInTurn({ token: RIGHT, expiresInMs: 9 * 60_000 });
    const request = offered({ shell: ENDLESS });
    const runner = runHere(stage);
    await atWork(request);
    stage.service.fence(request.attempt);
    await until('saved work', () => isServed(request.attemptRef));
    expect(await filesOf(served, request.attemptRef)).toContain('100644 half: half');
    expect(await endRunner(runner)).toBe(0);
    expect(await leftovers(stage)).toEqual([]);
  });
});

describe('the work of a runner that was killed', () => {
  async function killAtWork(): Promise<ExecutionRequest> {
    const request = offered({ shell: ENDLESS });
    const killed = runInProcess(stage);
    await atWork(request);
    killed.kill();
    await killed.exited;
    return request;
  }

  async function registeredAgain(): Promise<StartedRunner> {
    const runner = runHere(stage);
    await stage.service.until(() => stage.service.registrations.length === 2);
    return runner;
  }

  it('is pushed at the next start with a token for the dead attempt, as long as that was not replaced', async () => {
    const request = await killAtWork();
    const runner = await registeredAgain();
    expect(await filesOf(served, request.attemptRef)).toContain('100644 half: half');
    expect(await leftovers(stage)).toEqual([]);
    expect(await endRunner(runner)).toBe(0);
  });

  it('stays where the attempt was replaced, and goes along with the next attempt on the repository', async () => {
    const lost = await killAtWork();
    stage.service.fence(lost.attempt);
    const runner = await registeredAgain();
    expect(await isServed(lost.attemptRef)).toBeUndefined();
    expect(await leftovers(stage)).toContain(`attempt ${lost.attempt}`);

    const later = offered({ shell: 'echo new > new' });
    expect(await stage.service.outcome(later.attempt)).toMatchObject({ kind: 'succeeded' });
    expect(await endRunner(runner)).toBe(0);
    expect(await filesOf(served, lost.attemptRef)).toContain('100644 half: half');
    expect(await filesOf(served, later.attemptRef)).not.toContain('100644 half: half');
    expect(await leftovers(stage)).toEqual([]);
  });
});

/** Lets a command go on that waits for the file `go` in its HOME. */
async function letGo(request: ExecutionRequest): Promise<void> {
  const runners = join(stage.workDir, 'runners');
  for (const runner of await readdir(runners)) {
    await writeFile(join(runners, runner, 'homes', homeName(request), 'go'), '');
  }
}
