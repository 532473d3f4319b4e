import { expect, it } from 'vitest';
import { NO_AGENT_SETTINGS } from '../../../src/core/agents/agent_settings.ts';
import type { DraftRecord } from '../../../src/core/draft_record.ts';
import { parsePlan } from '../../../src/core/plan/parse_plan.ts';
import { describeEachStore } from './each_store.ts';
import { aRepository, aRun, aTask, START } from './records.ts';

const parsed = parsePlan('## Tasks\n- [ ] a: A\n');
if (!parsed.ok) throw new Error('The plan has mistakes.');
const { plan } = parsed;

describeEachStore('plans that the orchestrator makes', (openStore) => {
  it('are one at a time of an issue, end once, and are due when their task has ended or is late', async () => {
    const store = await openStore();
    const repository = aRepository();
    const run = aRun({ repository: repository.id });
    const tasks = ['t1', 't2', 't3'].map((id) =>
      aTask(run.id, `_${id}`, { id, kind: 'planning', state: 'ready', dueAt: START + 5 }),
    );
    await store.change(
      { kind: 'save_repository', repository, at: START },
      { kind: 'insert_run', run, plan, agents: NO_AGENT_SETTINGS, tasks, dependencies: [] },
    );
    const draft = (id: string, task: string, issue = 7, createdAt = START): DraftRecord => ({
      ...{ id, repository: repository.id, issue, run: run.id, task, title: 'Dates', body: 'Wanted.', by: 'ada' },
      ...{ settings: { ...NO_AGENT_SETTINGS, planDefaults: {} }, state: 'making', editedAt: null, createdAt },
    });
    const insert = (made: DraftRecord) => store.change({ kind: 'insert_draft', draft: made });
    const end = (id: string) => store.change({ kind: 'end_draft', draft: id });
    await insert(draft('d1', 't1'));
    await insert(draft('other', 't3', 8));
    await expect(insert(draft('d2', 't2'))).rejects.toThrow();
    expect(await store.due.planningDue(START + 4, 10)).toEqual([]);
    expect((await store.due.planningDue(START + 5, 10)).toSorted()).toEqual(['t1', 't3']);
    await end('d1');
    await expect(end('d1')).rejects.toThrow();
    expect(await store.due.planningDue(START + 5, 10)).toEqual(['t3']);
    await insert(draft('d2', 't2', 7, START + 1));
    expect(await store.read.draftOf(repository.id, 7)).toMatchObject({ id: 'd2', state: 'making', body: 'Wanted.' });
    expect(await store.read.draftOfTask('t1')).toMatchObject({ id: 'd1', state: 'ended' });
    expect(await store.read.draftOf(repository.id, 9)).toBeNull();
    const edit = (at: number) => store.change({ kind: 'note_draft_edited', draft: 'd2', at });
    await edit(START + 3);
    await edit(START + 3);
    await expect(edit(START + 2)).rejects.toThrow();
    expect(await store.read.draftOfTask('t2')).toMatchObject({ editedAt: START + 3 });
  });
});
