import { describe, expect, it } from 'vitest';
import { NO_AGENT_SETTINGS } from '../../../src/core/agents/agent_settings.ts';
import { PROPOSED_LIMIT, readProposed } from '../../../src/core/decide/read_proposed.ts';
import type { DraftRecord } from '../../../src/core/draft_record.ts';

const draft: DraftRecord = {
  id: 'd1',
  repository: 'r1',
  issue: 7,
  run: 'run',
  task: 'task',
  title: 'Dates',
  body: 'Dates are read wrongly.\n',
  by: 'ada',
  settings: { ...NO_AGENT_SETTINGS, planDefaults: { concurrency: 2 } },
  state: 'making',
  editedAt: null,
  createdAt: 0,
};
const PLAN = 'As I took it.\n\n## Tasks\n- [ ] a: One\n';

describe('what is proposed as a plan', () => {
  it('has the issue as context, its title, and what settings say for all plans', () => {
    expect(readProposed(PLAN, draft)).toMatchObject({
      ok: true,
      text: PLAN.trim(),
      plan: {
        title: 'Dates',
        context: 'Dates are read wrongly.\n\nAs I took it.',
        settings: { concurrency: 2 },
        tasks: [{ id: 'a' }],
      },
    });
  });

  it('is another where the issue says something else, and the same under other settings', () => {
    const hash = (changed: Partial<DraftRecord>) => {
      const read = readProposed(PLAN, { ...draft, ...changed });
      return read.ok ? read.planHash : null;
    };
    expect(hash({ body: 'Dates are read rightly.' })).not.toBe(hash({}));
    expect(hash({ settings: { ...draft.settings, planDefaults: {} } })).toBe(hash({}));
  });

  it('says nothing of the invisible signs that make it harmless', () => {
    const read = readProposed('## Tasks\n- [ ] a: Ask @eve\n', draft);
    expect(read.ok && read.plan.warnings).toBeUndefined();
  });

  it.each([
    ['no task', 'Later.', 'no-tasks'],
    ['every task ticked', '## Tasks\n- [x] a: One', 'all-done'],
    ['a role that nobody knows', '## Tasks\n- [ ] a: One (role: wizard)', 'unknown-role'],
    ['more than a comment holds', `## Tasks\n- [ ] a: One\n${'  more\n'.repeat(PROPOSED_LIMIT / 5)}`, 'too-large'],
  ])('cannot start with %s', (_, text, code) => {
    const read = readProposed(text, draft);
    expect(read).toMatchObject({ ok: false, problems: [{ code }] });
    expect(read.text.length).toBeLessThanOrEqual(PROPOSED_LIMIT);
  });
});
