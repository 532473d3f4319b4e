import { v7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ServiceDependencies } from '../../../src/service/dependencies.ts';
import { sendEffects } from '../../../src/service/effects/send_effects.ts';
import type { EffectTarget, ForgeRequest } from '../../../src/service/ports/forge.ts';
import { startTestService, success, type TestService } from '../../support/test_service.ts';
import { until } from '../../support/until.ts';

let service: TestService;
let deps: ServiceDependencies;
/** What the forge holds back, by kind of effect and repository, until the test lets it go. */
let held: Map<string, PromiseWithResolvers<void>>;
/** What has come to the forge, in the same words. */
let asked: string[];

const inWords = ({ kind }: ForgeRequest, { repository }: EffectTarget) => `${kind} ${repository.name}`;

beforeEach(async () => {
  service = await startTestService();
  held = new Map();
  asked = [];
  const forge: ServiceDependencies['forge'] = {
    ...service.forge,
    send: async (request, target) => {
      const words = inWords(request, target);
      asked.push(words);
      await held.get(words)?.promise;
      return service.forge.send(request, target);
    },
  };
  deps = { ...service.deps, forge };
});
afterEach(async () => {
  for (const { resolve } of held.values()) resolve();
  await service.stop();
});

function hold(words: string): () => void {
  const gate = Promise.withResolvers<void>();
  held.set(words, gate);
  return gate.resolve;
}

const send = () => sendEffects(deps, { atMost: 100 });

async function startRun(
  name = 'plan',
  repository = 'acme/api',
  markdown = '## Tasks\n- [ ] a: First\n- [ ] b: Second\n',
) {
  const { run } = await (
    await service.client.api.v1.runs.$post({
      json: { name, markdown, owner: 'ada', repository: { name: repository, cloneUrl: `/repositories/${repository}` } },
    })
  ).json();
  return run.id;
}

/** Both tasks' work is verified, each a commit of its own; nothing of it is published. */
async function withWorkDone(): Promise<{ readonly run: string; readonly tasks: readonly string[] }> {
  const run = await startRun();
  await send();
  const runner = service.runner();
  await runner.register();
  const leases = await runner.lease();
  for (const [index, { attempt }] of leases.entries()) {
    await runner.start(attempt);
    await runner.finish(attempt, success({ commit: String(index + 1).repeat(40) }));
  }
  asked = [];
  return { run, tasks: leases.map(({ task }) => task.id) };
}

const claimOfAnother = () => {
  const now = deps.clock.now();
  return deps.store.outbox.claim(v7(), now, now + 1, 100);
};

describe('an effect that takes long', () => {
  it('is held by who sends it for as long as it takes', async () => {
    const holds = vi.fn(deps.store.outbox.hold);
    deps = { ...deps, store: { ...deps.store, outbox: { ...deps.store.outbox, hold: holds } } };
    const release = hold('begin_run acme/api');
    await startRun();
    const sending = send();
    await until('effect at the forge', () => asked[0]);
    for (let passed = 3_000; passed <= 15_000; passed += 3_000) {
      service.outage(3_000);
      await until('renewal', () => holds.mock.results[passed / 3_000 - 1]);
      await holds.mock.results[passed / 3_000 - 1]?.value;
      expect(await claimOfAnother()).toEqual([]);
    }
    release();
    expect(await sending).toBe(true);
    expect(service.forge.sent.map(({ kind }) => kind)).toEqual(['begin_run']);
  });

  it('is said to be held one time after another, again after saying so failed, and no more once all is sent', async () => {
    const said: PromiseWithResolvers<void>[] = [];
    const saying = () => {
      said.push(Promise.withResolvers());
      return said.at(-1)?.promise ?? Promise.resolve();
    };
    deps = { ...deps, store: { ...deps.store, outbox: { ...deps.store.outbox, hold: saying } } };
    const release = hold('begin_run acme/api');
    await startRun();
    const sending = send();
    await until('effect at the forge', () => asked[0]);
    service.outage(3_000);
    await until('first renewal', () => said[0]);
    service.outage(3_000);
    await claimOfAnother();
    expect(said).toHaveLength(1);
    said[0]?.reject(new Error('The database does not answer.'));
    await claimOfAnother();
    service.outage(3_000);
    await until('second renewal', () => said[1]);
    said[1]?.resolve();
    release();
    await sending;
    service.outage(3_000);
    await claimOfAnother();
    expect(said).toHaveLength(2);
  });

  it('holds up nothing of other repositories, not even where many of its own wait', async () => {
    const release = hold('begin_run acme/slow');
    for (let run = 1; run <= 20; run += 1) await startRun(`slow-${run}`, 'acme/slow');
    await startRun('quick', 'acme/quick');
    const sending = send();
    await until('effect of the other repository', () => asked.find((words) => words === 'begin_run acme/quick'));
    // What comes while they are under way does not wait for them either.
    await startRun('later', 'acme/later');
    deps.signals.chores.wake();
    await until('later effect', () => asked.find((words) => words === 'begin_run acme/later'));
    expect(service.forge.sent).toHaveLength(2);
    release();
    await sending;
    expect(service.forge.sent).toHaveLength(22);
  });

  it('ends before the sender does, which begins nothing more once it is told to stop', async () => {
    const release = hold('begin_run acme/api');
    await startRun('one');
    const stopping = new AbortController();
    const sending = sendEffects(deps, { atMost: Number.POSITIVE_INFINITY, stopping: stopping.signal });
    await until('effect at the forge', () => asked[0]);
    stopping.abort();
    await startRun('two');
    release();
    await sending;
    expect(asked).toEqual(['begin_run acme/api']);
    expect(service.forge.sent).toHaveLength(1);
  });
});

describe('tasks of one run', () => {
  it('are published together, and beside a merge; merged one after another, each once it is published', async () => {
    const { run } = await withWorkDone();
    const publish = hold('publish_task acme/api');
    const merge = hold('merge_task acme/api');
    const sending = send();
    await until('both at the forge', () => asked[1]);
    expect(asked).toEqual(['publish_task acme/api', 'publish_task acme/api']);
    publish();
    await until('merge at the forge', () => asked[2]);
    await until('both published', async () => {
      const kinds = (await deps.store.view.events(run, 0, 100)).map(({ kind }) => kind);
      return kinds.filter((kind) => kind === 'task_published').length === 2 ? true : undefined;
    });
    expect(asked.slice(2)).toEqual(['merge_task acme/api']);
    merge();
    await sending;
    expect(asked.slice(2)).toEqual(['merge_task acme/api', 'merge_task acme/api']);
  });

  it('are merged once more where people moved the integration branch meanwhile, and then are in', async () => {
    const { run, tasks } = await withWorkDone();
    const moved = 'd'.repeat(40);
    const newest = 'e'.repeat(40);
    const merge = hold('merge_task acme/api');
    const sending = send();
    await until('merge at the forge', () => asked.find((words) => words.startsWith('merge_task')));
    await deps.store.command('people', async () => ({
      changes: [{ kind: 'set_run', run, in: 'running', set: { integrationHead: moved } }],
      events: [],
      effects: [],
      result: null,
    }));
    const answers = ['c'.repeat(40), newest, newest];
    service.forge.answers.merge_task = () => ({
      kind: 'merged',
      mergeCommit: 'c'.repeat(40),
      head: answers.shift() ?? '',
    });
    merge();
    await sending;
    expect(answers).toEqual([]);
    expect(await deps.store.read.runById(run)).toMatchObject({ integrationHead: newest });
    const slices = await Promise.all(tasks.map((task) => deps.store.read.taskSlice(task, 'direct')));
    expect(slices.map((slice) => slice?.task.state)).toEqual(['succeeded', 'succeeded']);
  });

  it('are neither published nor merged any more once they have ended otherwise', async () => {
    const { tasks } = await withWorkDone();
    const publish = hold('publish_task acme/api');
    const [first = '', second = ''] = tasks;
    const canceled = (task: string) =>
      deps.store.command('cancel', async () => ({
        changes: [{ kind: 'move_task', task, from: 'in_review', fromAttempt: 1, to: 'canceled' }],
        events: [],
        effects: [],
        result: null,
      }));
    await canceled(first);
    const sending = send();
    await until('effect at the forge', () => asked[0]);
    await canceled(second);
    publish();
    await sending;
    expect(asked).toEqual(['publish_task acme/api']);
    expect(service.forge.sent.filter((request) => request.kind === 'publish_task')).toMatchObject([{ task: second }]);
  });
});
