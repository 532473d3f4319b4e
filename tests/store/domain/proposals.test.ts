import { expect, it } from 'vitest';
import { NO_AGENT_SETTINGS } from '../../../src/core/agents/agent_settings.ts';
import { parsePlan } from '../../../src/core/plan/parse_plan.ts';
import type { ProposalRecord } from '../../../src/core/proposal_record.ts';
import { describeEachStore } from './each_store.ts';
import { aGraph, aRepository, START } from './records.ts';

const parsed = parsePlan('## Tasks\n- [ ] a: A \ud83d\n');
if (!parsed.ok) throw new Error('The plan has mistakes.');
const { plan } = parsed;

describeEachStore('plans that wait for approval', (openStore) => {
  it('are at most one of an issue, replaced and ended only while they wait', async () => {
    const store = await openStore();
    const repository = aRepository();
    await store.change({ kind: 'save_repository', repository, at: START });
    const save = (id: string, replaces: string | null, issue = 7) =>
      store.change({ kind: 'save_proposal', proposal: proposalOf(repository.id, id, issue), replaces });
    await save('p1', null);
    await save('other', null, 8);
    expect(await store.read.proposalOf(repository.id, 7)).toMatchObject({ id: 'p1', by: 'ada', shownAt: null });
    expect(await store.read.proposalById('p1')).toMatchObject({ issue: 7, plan: { tasks: [{ id: 'a' }] } });
    await expect(save('p2', null)).rejects.toThrow();
    await expect(save('p2', 'gone')).rejects.toThrow();
    await save('p2', 'p1');
    await expect(store.change({ kind: 'end_proposal', proposal: 'p1' })).rejects.toThrow();
    // Of one that was replaced nothing is noted; of one that waits the first time counts.
    for (const [id, at] of [
      ['p1', 5],
      ['p2', START + 5],
      ['p2', START + 9],
    ] as const) {
      await store.change({ kind: 'note_proposal_shown', proposal: id, at });
    }
    expect(await store.read.proposalOf(repository.id, 7)).toMatchObject({ id: 'p2', shownAt: START + 5 });
    await store.change({ kind: 'end_proposal', proposal: 'p2' });
    expect(await store.read.proposalOf(repository.id, 7)).toBeNull();
    expect(await store.read.proposalOf(repository.id, 8)).toMatchObject({ id: 'other' });
  });

  it('edits of plans that run are at most one of a run, beside the plan of their issue', async () => {
    const store = await openStore();
    const graph = aGraph({ a: {} }, { run: { issue: 7 } });
    await store.change(...graph.changes);
    const { repository } = graph;
    const save = (id: string, run: string | null, replaces: string | null = null) =>
      store.change({ kind: 'save_proposal', proposal: { ...proposalOf(repository.id, id, 7), run }, replaces });
    await save('edit', graph.run.id);
    await save('plan', null);
    const require = () => store.change({ kind: 'require_no_proposed_edit', run: graph.run.id });
    await expect(require()).rejects.toThrow();
    expect(await store.read.proposedEdit(graph.run.id)).toMatchObject({ id: 'edit', run: graph.run.id });
    expect(await store.read.proposalOf(repository.id, 7)).toMatchObject({ id: 'plan', run: null });
    await expect(save('further', graph.run.id)).rejects.toThrow();
    await save('further', graph.run.id, 'edit');
    expect(await store.read.proposedEdit(graph.run.id)).toMatchObject({ id: 'further' });
    await store.change({ kind: 'end_proposal', proposal: 'further' });
    expect(await store.read.proposedEdit(graph.run.id)).toBeNull();
    await require();
    expect(await store.read.proposedEdit('no run')).toBeNull();
  });
});

function proposalOf(repository: string, id: string, issue: number): ProposalRecord {
  return {
    ...{ id, repository, issue, run: null, source: 'body', text: null, plan, planHash: 'a1b2' },
    ...{ agents: NO_AGENT_SETTINGS, by: 'ada', createdAt: START, shownAt: null },
  };
}
