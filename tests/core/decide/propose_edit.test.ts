import { expect, test } from 'vitest';
import { NO_AGENT_SETTINGS } from '../../../src/core/agents/agent_settings.ts';
import { proposeEdit } from '../../../src/core/decide/propose_edit.ts';
import { planOf } from '../../support/plans.ts';
import { runRecord, surroundings } from '../records.ts';

const run = runRecord({ issue: 40, planEdits: 3 });
const [before, after] = [planOf([{ id: 'parser' }]), planOf([{ id: 'parser' }, { id: 'docs' }])];
const slice = { run, plan: before, agents: NO_AGENT_SETTINGS, tasks: [], dependencies: [], records: [] };
const edit = { plan: after, planHash: 'new', by: 'ada', source: 'body', anew: false } as const;

test('an edit waits only beside the plan that it was made of: an edit that was followed meanwhile is not taken back by it', () => {
  const { changes } = proposeEdit(slice, null, edit, surroundings());
  expect(changes).toMatchObject([
    { kind: 'save_proposal', proposal: { run: 'run', planHash: 'new' }, replaces: null },
    { kind: 'require_plan', run: 'run', edits: 3 },
  ]);
});
