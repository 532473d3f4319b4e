import { afterEach, beforeEach, expect, it } from 'vitest';
import { NoAccessError } from '../../../src/github/clients/github_error.ts';
import {
  commentBody,
  event,
  type IncomingDesk,
  issueBody,
  NAMES,
  startIncomingDesk,
} from '../../support/incoming_desk.ts';

let desk: IncomingDesk;
beforeEach(async () => {
  desk = await startIncomingDesk();
  await desk.deliver(event(issueBody('labeled')));
  await desk.settle();
});
afterEach(() => desk.stop());

/** The forge has no access to whatever it is asked for. */
function lockOut(): void {
  desk.answers.show_run = () => {
    throw new NoAccessError('The App does not reach the repository any more.');
  };
}

async function showAgain(): Promise<void> {
  await desk.deliver(event(commentBody('/planwright status', 1)));
  await desk.settle();
}

it('pauses a run whose repository the App reaches no more, which nobody told', async () => {
  lockOut();
  desk.world.reached = false;
  await showAgain();
  expect(await desk.run()).toMatchObject({ state: 'paused', reason: { code: 'app_out_of_reach' } });
});

it('pauses nothing where the App reaches it all the same, or where that cannot be asked', async () => {
  lockOut();
  await showAgain();
  expect(await desk.run()).toMatchObject({ state: 'running' });
  desk.world.reached = false;
  desk.world.trouble = new Error('GitHub is away.');
  desk.outage(60_000);
  await desk.settle();
  expect(await desk.run()).toMatchObject({ state: 'running' });
  desk.world.trouble = null;
  desk.outage(60_000);
  await desk.settle();
  expect(await desk.run()).toMatchObject({ state: 'paused' });
});

it('goes on by the command under the new owner, by the installation that told of it', async () => {
  lockOut();
  desk.world.reached = false;
  await showAgain();
  desk.world.reached = true;
  desk.world.allowedInstallations.add(2);
  const moved = { ...NAMES, name: 'beta/web', cloneUrl: 'https://github.com/beta/web.git' };
  desk.answers.show_run = () => ({ kind: 'done' });
  await desk.deliver(event(commentBody('/planwright resume', 2), { installation: 2, repository: moved }));
  expect(await desk.deps.store.read.repositoryByGitHubId(NAMES.id)).toMatchObject({
    name: 'beta/web',
    github: { id: 77, installation: 2 },
  });
  expect(await desk.run()).toMatchObject({ state: 'running' });
});
