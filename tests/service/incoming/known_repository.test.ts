import { afterEach, beforeEach, expect, it } from 'vitest';
import { createRun } from '../../../src/service/commands/create_run.ts';
import { event, type IncomingDesk, issueBody, NAMES, PLAN, startIncomingDesk } from '../../support/incoming_desk.ts';

let desk: IncomingDesk;
beforeEach(async () => {
  desk = await startIncomingDesk();
});
afterEach(() => desk.stop());

it('a repository that had runs of local plans is the same one when plans of issues start there', async () => {
  const repository = { name: 'web', cloneUrl: NAMES.cloneUrl };
  await createRun(desk.deps, { name: 'plan', markdown: PLAN, owner: 'ada', repository });
  await desk.deliver(event(issueBody('labeled', 0)));
  expect(await desk.run()).not.toBeNull();
  const rows = await desk.rows('SELECT name, clone_url FROM repositories');
  expect(rows).toMatchObject([{ name: NAMES.name, clone_url: NAMES.cloneUrl }]);
});
