import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { fetchRun } from '../support/run_record.ts';
import { type ScratchRun, scratchRun } from '../support/scratch_run.ts';
import { type ServiceProcess, serviceProcess } from '../support/service_process.ts';
import { type SqldServer, startSqld, whyNoSqld } from '../support/sqld_server.ts';
import { until } from '../support/until.ts';
import { type RunWatch, watchRun } from '../support/watch_run.ts';
import { leftProcesses, whatIsLeft } from '../support/what_is_left.ts';
import { expectAsIfNothingHappened } from './as_if_nothing_happened.ts';
import { HOLDING, PLAN, SCRIPT } from './resilient_plan.ts';

const NAME = 'served';

const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** Leases outlast a restart of the service on a busy machine: a runner that cannot renew one ends its agent. */
async function scratch(): Promise<ScratchRun> {
  const made = await scratchRun({ name: NAME, plan: PLAN, script: SCRIPT, environment: { LEASE_MS: '20000' } });
  closing.push(made.remove);
  return made;
}

function watch(service: ServiceProcess): RunWatch {
  const made = watchRun(NAME, async () => service);
  closing.push(made.stop);
  return made;
}

const ended = (run: RunWatch) =>
  run.event('end of the run', ({ kind, data }) => kind === 'run_moved' && data.to === 'succeeded', 60_000);

/** Ends both processes as one ends them, and looks at what the run became. */
async function expectTheEnd(run: ScratchRun, service: ServiceProcess, databaseUrl: string): Promise<void> {
  expectAsIfNothingHappened(await fetchRun(service.client, NAME), run.repository.git);
  expect((await whatIsLeft(run, databaseUrl)).filter((line) => !line.startsWith('process'))).toEqual([]);
}

describe('a service of its own, with a runner of its own', () => {
  it('is killed three times while the runner lives on, and no agent notices', async () => {
    const run = await scratch();
    const databaseUrl = `file:${join(run.folder, 'served.db')}`;
    const service = await serviceProcess(run, databaseUrl);
    let server = await service.serve();
    const runner = service.startRunner();
    await service.createRun(PLAN);
    const events = watch(service);
    const killAndRestart = async () => {
      server.signal('SIGKILL');
      await server.ended;
      server = await service.serve();
    };
    for (const task of HOLDING) {
      await run.meetingPoint.arrived(task);
      await killAndRestart();
      run.meetingPoint.open(task);
    }
    await ended(events);
    // Leases did not end while the service was away, so that nothing had to be done twice.
    const began = run.meetingPoint.notes.filter(({ what }) => what === 'began').map(({ task }) => task);
    expect(began.filter((task, index) => began.indexOf(task) !== index)).toEqual(['checked']);
    await expectTheEnd(run, service, databaseUrl);
    for (const program of [runner, server]) program.signal('SIGTERM');
    expect(await runner.ended).toMatchObject({ exitCode: 0 });
    expect(await server.ended).toMatchObject({ exitCode: 0 });
    expect(leftProcesses(run)).toEqual([]);
  });

  it('keeps its data on a server that is killed in the middle of the run', async () => {
    expect(whyNoSqld()).toBeUndefined();
    const run = await scratch();
    const sqld: SqldServer = await startSqld();
    closing.push(() => sqld.stop());
    const service = await serviceProcess(run, sqld.url);
    const server = await service.serve();
    const runner = service.startRunner();
    await service.createRun(PLAN);
    const events = watch(service);
    run.meetingPoint.open('base');
    run.meetingPoint.open('right');
    await run.meetingPoint.arrived('left');
    await sqld.kill();
    // The work goes on and ends while nobody can note it.
    run.meetingPoint.open('left');
    await run.meetingPoint.noted('ended', 'left');
    await sqld.restart();
    await ended(events);
    await expectTheEnd(run, service, sqld.url);
    for (const program of [runner, server]) program.signal('SIGTERM');
    expect(await runner.ended).toMatchObject({ exitCode: 0 });
    expect(await server.ended).toMatchObject({ exitCode: 0 });
  });

  it('has a task wait whose agent no runner offers, and cancels it', async () => {
    const run = await scratch();
    const service = await serviceProcess(run, `file:${join(run.folder, 'served.db')}`);
    await service.serve();
    service.startRunner();
    const plan =
      '## Tasks\n- [ ] strange: Needs somebody else (agent: somebody-else)\n- [ ] usual: Is done\n  - run: touch usual.txt\n';
    const id = await service.createRun(plan);
    const events = watch(service);
    await events.event('end of the other', ({ task, data }) => task === 'usual' && data.to === 'succeeded');
    const remote = { PLANWRIGHT_URL: service.address, OPERATOR_TOKEN: service.token };
    const shown = await run.planwright(['task', 'show', NAME, 'strange'], remote).ended;
    expect(shown).toMatchObject({ exitCode: 0 });
    expect(shown.stdout).toContain('ready');
    expect(await run.planwright(['run', 'cancel', id], remote).ended).toMatchObject({ exitCode: 0 });
    const record = await until('end', async () => {
      const found = await fetchRun(service.client, NAME);
      return found.run.state === 'canceled' ? found : undefined;
    });
    expect(record.attempts.get('strange')).toEqual([]);
    expect(record.tasks.map(({ key, state }) => [key, state])).toEqual([
      ['strange', 'canceled'],
      ['usual', 'succeeded'],
    ]);
  });
});
