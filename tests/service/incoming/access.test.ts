import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { event, type IncomingDesk, issueBody, startIncomingDesk } from '../../support/incoming_desk.ts';

let desk: IncomingDesk;
beforeEach(async () => {
  desk = await startIncomingDesk();
  await desk.deliver(event(issueBody('labeled', 0)));
  await desk.settle();
});
afterEach(() => desk.stop());

describe('the App', () => {
  it('taken away pauses what runs there, whoever the installation belonged to', async () => {
    desk.world.allowedInstallations.clear();
    await desk.deliver(event({ kind: 'access', change: 'lost', repositories: [99] }, { repository: null }));
    await desk.deliver(event({ kind: 'access', change: 'gained', repositories: null }, { repository: null }));
    await desk.deliver(
      event({ kind: 'access', change: 'lost', repositories: null }, { repository: null, installation: 2 }),
    );
    const lost = event({ kind: 'access', change: 'lost', repositories: null }, { repository: null });
    await desk.deliver(lost);
    expect(await desk.run()).toMatchObject({ state: 'running' });
    desk.world.reached = false;
    await desk.deliver(lost);
    expect(await desk.run()).toMatchObject({ state: 'paused', reason: { code: 'app_removed' } });
    expect((await desk.notes()).at(-1)).toBe('done: The App lost repositories; 1 run is paused.');
  });

  it('taken away counts as paused only what is', async () => {
    await desk.deliver(event(issueBody('opened', 1, { number: 41 })));
    await desk.overwrite("UPDATE runs SET state = 'in_review' WHERE name = '40'");
    desk.world.reached = false;
    await desk.deliver(event({ kind: 'access', change: 'lost', repositories: null }, { repository: null }));
    expect(await desk.run()).toMatchObject({ state: 'in_review' });
    expect(await desk.run(41)).toMatchObject({ state: 'pending' });
    expect((await desk.notes()).at(-1)).toBe('ignored: Nothing is paused in repositories that the App does not reach.');
  });

  it('suspended pauses what runs there, and is told as that', async () => {
    const suspended = event({ kind: 'access', change: 'suspended', repositories: null }, { repository: null });
    await desk.deliver(suspended);
    expect(await desk.run()).toMatchObject({ state: 'running' });
    desk.world.reached = false;
    await desk.deliver(suspended);
    const { state, reason } = (await desk.run()) ?? {};
    expect({ state, reason }).toMatchObject({ state: 'paused', reason: { code: 'app_suspended' } });
    expect(reason?.message).toBe(
      'ada suspended the App here; the run goes on when that is taken back and somebody resumes.',
    );
  });
});
