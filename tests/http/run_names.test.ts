import { v7 } from 'uuid';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { runOrNewest } from '../../src/cli/client/newest_run.ts';
import { runLine } from '../../src/cli/text/run_line.ts';
import type { RunRecord } from '../../src/core/records.ts';
import { runName } from '../../src/core/text/run_name.ts';
import { runView } from '../cli/progress/views.ts';
import { aGraph, aRepository, START } from '../store/domain/records.ts';
import { startTestService, type TestService } from '../support/test_service.ts';

let service: TestService;
beforeEach(async () => {
  repositories.clear();
  service = await startTestService();
});
afterEach(() => service.stop());

const repositories = new Map<string, ReturnType<typeof aRepository>>();

/** A run of a plan issue, as a delivery would have made it; answers its id. */
async function runOfIssue(name: string, issue: number, over: Partial<RunRecord> = {}): Promise<string> {
  const id = v7();
  const cloneUrl = `https://github.example/${name}.git`;
  const known = repositories.get(name);
  const repository =
    known ?? aRepository({ id: v7(), name, cloneUrl, github: { id: repositories.size + 1, installation: 7 } });
  repositories.set(name, repository);
  const run = { id, name: String(issue), issue, branchPrefix: `planwright/${id}`, ...over };
  const { changes } = aGraph({ parser: {} }, { repository, run });
  await service.deps.store.command('insert', async () => ({ changes, events: [], effects: [], result: null }));
  return id;
}

async function found(named: string): Promise<string | undefined> {
  const run = await runOrNewest(service.client, named);
  const response = await service.client.api.v1.runs[':run'].$get({ param: { run } });
  return response.ok ? (await response.json()).run.id : undefined;
}

it('runs of the same issue number in several repositories are told apart, and found as they are shown', async () => {
  const web = await runOfIssue('acme/web', 12);
  const api = await runOfIssue('acme/api', 12, { state: 'canceled' });
  const again = await runOfIssue('acme/api', 12, { sequence: 2, createdAt: START + 1 });
  expect([await found('acme/web#12'), await found('acme/api#12'), await found('ACME/API#12')]).toEqual([
    web,
    again,
    again,
  ]);
  expect(await found(api)).toBe(api);
  expect([await found('acme/web#1'), await found('acme/other#12'), await found('#12')]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
  const status = await (await service.client.api.v1.status.$get()).json();
  expect(status.waiting.map(({ run, task }) => `${task} of ${run}`).sort()).toEqual([
    'parser of acme/api#12',
    'parser of acme/web#12',
  ]);
});

it('a task that is not there is said of the run as it is named', async () => {
  await runOfIssue('acme/web', 12);
  const param = { run: encodeURIComponent('acme/web#12'), task: 'nothing' };
  const response = await service.client.api.v1.runs[':run'].tasks[':task'].$get({ param });
  expect(await response.text()).toContain('planwright run show acme/web#12');
});

it('a line names an issue with its repository, and a plan of this machine by itself', () => {
  const repository = { id: v7(), name: 'acme/web', cloneUrl: 'https://github.example/acme/web.git' };
  const ofIssue = runView({ name: '12', issue: 12, repository, sequence: 2 });
  expect(runLine(ofIssue, ofIssue.createdAt)).toMatch(/^acme\/web#12 \(run 2\) {2}running/);
  expect(runName(ofIssue)).toBe('acme/web#12');
  expect(runName(runView({ name: 'dates', issue: null }))).toBe('dates');
});
