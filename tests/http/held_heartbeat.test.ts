import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startTestService, type TestRunner, type TestService } from '../support/test_service.ts';

const HOLD_MS = 20_000;

let service: TestService;
let runner: TestRunner;
let attempt: string;
let run: string;
beforeEach(async () => {
  service = await startTestService();
  const response = await service.client.api.v1.runs.$post({
    json: {
      name: 'plan',
      markdown: '## Tasks\n- [ ] a: First\n',
      owner: 'ada',
      repository: { name: 'acme/api', cloneUrl: '/repositories/api' },
    },
  });
  run = ((await response.json()) as { run: { id: string } }).run.id;
  await service.settle();
  runner = service.runner();
  await runner.register();
  const [leased] = await runner.lease();
  attempt = leased?.attempt ?? '';
  await runner.start(attempt);
});
afterEach(() => service.stop());

/** Resolves once the call has renewed the lease; its answer may come much later. */
async function held(progress: string) {
  const renewed = service.deps.signals.events.next(HOLD_MS);
  const { runner: id, boot } = runner;
  const answer = runner.call('heartbeat', {
    runner: id,
    boot,
    holdMs: HOLD_MS,
    attempts: [{ attempt, progress }],
  });
  await renewed;
  return { answer };
}

describe('a heartbeat that is held open', () => {
  it('is answered with an order as soon as somebody gives one', async () => {
    const { answer } = await held('reading');
    await service.client.api.v1.runs[':run'].tasks[':task'].cancel.$post({
      param: { run, task: 'a' },
      json: { by: 'ada', how: 'immediate' },
    });
    expect((await answer).body.directives).toMatchObject([
      { attempt, directive: { kind: 'cancel', how: 'immediate' } },
    ]);
  });

  it('is answered when its time is over, where nobody orders anything', async () => {
    const { answer } = await held('reading');
    await service.pass(HOLD_MS);
    service.deps.signals.events.wake();
    expect((await answer).body.directives).toEqual([{ attempt, directive: { kind: 'continue' } }]);
  });

  it('waits for nothing with an order that stands, or without attempts', async () => {
    await service.client.api.v1.runs[':run'].tasks[':task'].cancel.$post({
      param: { run, task: 'a' },
      json: { by: 'ada', how: 'graceful' },
    });
    const { runner: id, boot } = runner;
    const call = (attempts: readonly { attempt: string }[]) =>
      runner.call('heartbeat', { runner: id, boot, holdMs: HOLD_MS, attempts });
    expect((await call([{ attempt }])).body.directives).toMatchObject([{ directive: { kind: 'cancel' } }]);
    expect((await call([])).body.directives).toEqual([]);
  });
});
