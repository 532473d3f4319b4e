import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ExecutionRequest } from '../../../src/protocol/execution_request.ts';
import { type GitHttpServer, startGitHttpServer } from '../../support/git_http_server.ts';
import { filesOf, git } from '../../support/git_repository.ts';
import { until } from '../../support/until.ts';
import {
  endRunner,
  leftovers,
  type RequestChanges,
  requestOn,
  runHere,
  runInProcess,
  type Stage,
  setStage,
} from './runner_fixture.ts';

const username = 'x-access-token';
const token = 'ghs_rightToken0123456789';
const FETCH = 'git-upload-pack';
const PUSH = 'git-receive-pack';

let stage: Stage;
let server: GitHttpServer;
/** The repository that the server serves. */
let served: string;
beforeEach(async () => {
  stage = await setStage({ leaseMs: 30_000, heartbeatMs: 30 });
  const root = join(stage.scratch.path, 'served');
  served = join(root, 'a.git');
  await git(stage.scratch.path, 'clone', '--quiet', '--bare', stage.repository, served);
  server = await startGitHttpServer({ root, username, token });
  stage.service.giveTokens(() => ({ username, token, expiresInMs: 3_600_000 }));
});
afterEach(async () => {
  expect(stage.service.complaints).toEqual([]);
  await server.close();
  await stage.close();
});

function offered(changes: RequestChanges): ExecutionRequest {
  const request = requestOn(stage, changes);
  const onServer = { ...request, repository: { ...request.repository, cloneUrl: `${server.url}/a.git` } };
  stage.service.offer(onServer);
  return onServer;
}

/** Resolves when the service was asked for so many times. */
async function untilTried(service: string, times: number): Promise<void> {
  const asked = () => server.requests.filter((request) => request.includes(service)).length;
  await until(`${times} tries`, async () => asked() >= times || undefined);
}

describe('an attempt whose host is away', () => {
  it.each([FETCH, PUSH])('waits at %s, and does its work once', async (service) => {
    server.failAt(service);
    const request = offered({ shell: 'echo new > new' });
    const runner = runHere(stage);
    await untilTried(service, 2);
    server.failAt(undefined);
    const outcome = await stage.service.outcome(request.attempt);
    expect(outcome).toMatchObject({ kind: 'succeeded', changedFiles: 1 });
    expect(await git(served, 'rev-parse', request.attemptRef)).toBe(outcome.commit);
    expect(stage.service.log(request.attempt).split('$ sh -c')).toHaveLength(2);
    expect(await endRunner(runner)).toBe(0);
    expect(await leftovers(stage)).toEqual([]);
  });
});

describe('work that could not be pushed because the host was away', () => {
  it('is kept however often that fails, and goes along with a later attempt', async () => {
    server.failAt(PUSH);
    const runner = runHere(stage);
    const canceled: ExecutionRequest[] = [];
    for (const name of ['first', 'second']) {
      const tries = server.requests.filter((request) => request.includes(PUSH)).length;
      const request = offered({ shell: `echo ${name} > new` });
      await untilTried(PUSH, tries + 1);
      stage.service.direct(request.attempt, { kind: 'cancel', how: 'graceful', reason: 'enough' });
      expect(await stage.service.outcome(request.attempt)).toMatchObject({ kind: 'canceled', commit: null });
      canceled.push(request);
    }
    // The second has tried to take the first along: itself, then the other.
    await until('a failed try for the first', async () => runner.output().includes('could not be saved') || undefined);
    server.failAt(undefined);
    const later = offered({ shell: 'echo later > new' });
    expect(await stage.service.outcome(later.attempt)).toMatchObject({ kind: 'succeeded' });
    expect(await endRunner(runner)).toBe(0);
    const [first, second] = canceled.map(({ attemptRef }) => filesOf(served, attemptRef));
    expect(await first).toContain('100644 new: first');
    expect(await second).toContain('100644 new: second');
    expect(await leftovers(stage)).toEqual([]);
  });

  it('is kept at the next start, too, and goes along with a later attempt', async () => {
    const lost = offered({ shell: 'echo half > half; planwright-tool progress working; exec sleep 600' });
    const killed = runInProcess(stage);
    await stage.service.until(() => stage.service.progress(lost.attempt) === 'working');
    killed.kill();
    await killed.exited;
    stage.service.fence(lost.attempt);
    server.failAt(PUSH);
    const runner = runHere(stage);
    await stage.service.until(() => stage.service.registrations.length === 2);
    server.failAt(undefined);
    const later = offered({ shell: 'echo later > new' });
    expect(await stage.service.outcome(later.attempt)).toMatchObject({ kind: 'succeeded' });
    expect(await endRunner(runner)).toBe(0);
    expect(await filesOf(served, lost.attemptRef)).toContain('100644 half: half');
    expect(await leftovers(stage)).toEqual([]);
  });
});
