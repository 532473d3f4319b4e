import { describe, expect, test } from 'vitest';
import { NO_AGENT_SETTINGS } from '../../../src/core/agents/agent_settings.ts';
import type { Change } from '../../../src/core/changes.ts';
import { followEdit } from '../../../src/core/decide/follow_edit.ts';
import { finalTask, kindOf } from '../../../src/core/decide/make_tasks.ts';
import type { EditSlice } from '../../../src/core/edit_slice.ts';
import type { Plan, PlanSettings } from '../../../src/core/plan/plan.ts';
import type { DependencyRecord, RunRecord, TaskRecord } from '../../../src/core/records.ts';
import { planOf, type TaskSketch } from '../../support/plans.ts';
import { COMMIT, runRecord, surroundings, taskRecord } from '../records.ts';

/** What rows of the plan before are beside pending ones at no attempt, by key. */
type Rows = Readonly<Record<string, Partial<TaskRecord>>>;

const CHECKS = { verify: [['make']] } as const;
const FIRST = { id: 'parser' };
const SECOND = { id: 'docs', dependencies: ['parser'] };
const THIRD = { id: 'more' };

function sliceOf(plan: Plan, rows: Rows = {}, run: Partial<RunRecord> = {}): EditSlice {
  const specs = [...plan.tasks, ...finalTask(plan)];
  const tasks = specs.map((spec, position) => {
    const row = { key: spec.id, spec, kind: kindOf(spec), position, state: 'pending', attempts: 0 } as const;
    return taskRecord({ ...row, ...rows[spec.id] });
  });
  const dependencies = specs.flatMap((spec) =>
    spec.dependencies.map((key): DependencyRecord => {
      const satisfied = rows[key]?.state === 'succeeded';
      return { run: 'run', task: `task-${spec.id}`, dependsOn: `task-${key}`, satisfied };
    }),
  );
  return { run: runRecord(run), plan, agents: NO_AGENT_SETTINGS, tasks, dependencies, records: [] };
}

/** Edits a plan of `before` into `after`, whose settings are those of both unless told otherwise. */
function edit(
  before: readonly TaskSketch[],
  after: readonly TaskSketch[],
  more: { rows?: Rows; run?: Partial<RunRecord>; from?: Partial<PlanSettings>; to?: Partial<PlanSettings> } = {},
) {
  const { rows, run, from = {}, to = from } = more;
  const plan = planOf(after, to);
  return followEdit(sliceOf(planOf(before, from), rows, run), { plan, planHash: 'new', by: 'ada' }, surroundings());
}

type Edited = ReturnType<typeof edit>;

function changesOf<Kind extends Change['kind']>({ changes }: Edited, kind: Kind) {
  return changes.filter((change): change is Extract<Change, { kind: Kind }> => change.kind === kind);
}
const movesOf = (edited: Edited) =>
  changesOf(edited, 'move_task').map(({ task, from, to }) => `${task}: ${from} → ${to}`);
const runSetTo = (edited: Edited) => changesOf(edited, 'edit_plan')[0]?.set;
const added = (edited: Edited) =>
  changesOf(edited, 'insert_tasks').flatMap(({ tasks }) => tasks.map(({ key, state }) => [key, state]));
const effects = (edited: Edited) => edited.effects.map(({ effect }) => effect.kind);

const DONE = { parser: { state: 'succeeded', attempts: 1 } } as const;

describe('the run', () => {
  const inReview = { state: 'in_review', finalPull: 60 } as const;

  test('in review goes back to work for a new task', () => {
    const edited = edit([FIRST], [FIRST, THIRD], { rows: DONE, run: inReview });
    expect(changesOf(edited, 'move_run')).toMatchObject([{ from: 'in_review', to: 'running' }]);
    expect(changesOf(edited, 'count_open_tasks')).toMatchObject([{ by: 1 }]);
    expect(effects(edited)).toEqual(['offer_run']);
  });

  test('in review stays there where nothing is to be done, and its pull request is told of the edit', () => {
    const edited = edit([FIRST], [FIRST], { rows: DONE, run: inReview, to: { concurrency: 2 } });
    expect(changesOf(edited, 'move_run')).toEqual([]);
    expect(effects(edited)).toEqual(['offer_run']);
  });

  test('without a final pull request offers none', () => {
    expect(effects(edit([FIRST], [FIRST, THIRD]))).toEqual([]);
  });

  test('keeps the budget that people made of the one the plan says, until the plan says another', () => {
    const budget = { costMicros: 10_000_000, tokens: null };
    const run = { budgetMicros: 15_000_000, budgetStage: 'open' } as const;
    const same = edit([FIRST], [FIRST, THIRD], { run, from: { budget } });
    expect(runSetTo(same)).not.toHaveProperty('budgetMicros');
    const other = edit([FIRST], [FIRST], {
      run,
      from: { budget },
      to: { budget: { ...budget, costMicros: 20_000_000 } },
    });
    expect(runSetTo(other)).toMatchObject({ budgetMicros: 20_000_000 });
  });

  test.each([
    ['moves with the time that the plan gives, pauses included', { timeoutMs: 60_000, deadlineAt: 100_000 }, 160_000],
    ['counts from the start where there was none', { startedAt: 7_000 }, 127_000],
    ['is not set before the run starts', { state: 'pending', startedAt: 7_000 }, null],
    ['is not set in review', { state: 'in_review', timeoutMs: 60_000, deadlineAt: 100_000 }, null],
  ] as const)('its end %s', (_, run, deadlineAt) => {
    const edited = edit([FIRST], [FIRST], { rows: DONE, run, to: { runTimeoutMs: 120_000 } });
    expect(runSetTo(edited)).toMatchObject({ timeoutMs: 120_000, deadlineAt });
  });

  test('takes another place for its report only until that is committed', () => {
    const to = { report: 'new.md' };
    const reportPath = 'old.md';
    expect(runSetTo(edit([FIRST], [FIRST], { run: { reportPath }, to }))).toMatchObject({ reportPath: 'new.md' });
    const run = { reportPath, reportCommit: COMMIT };
    expect(runSetTo(edit([FIRST], [FIRST], { run, to }))).toMatchObject({ reportPath });
  });
});

describe('the edit lands only where everything stands as it was seen', () => {
  test('what is changed, what it waits for, and what is removed', () => {
    const rows = { parser: { state: 'running', attempts: 1 }, alone: { state: 'running', attempts: 1 } } as const;
    const edited = edit(
      [FIRST, { id: 'alone' }, SECOND, THIRD],
      [FIRST, { id: 'alone' }, { ...SECOND, title: 'Say it' }],
      { rows },
    );
    expect(changesOf(edited, 'require_tasks')).toEqual([
      {
        kind: 'require_tasks',
        tasks: [
          { id: 'task-parser', state: 'running', attempts: 1 },
          { id: 'task-docs', state: 'pending', attempts: 0 },
          { id: 'task-more', state: 'pending', attempts: 0 },
        ],
      },
    ]);
    expect(movesOf(edited)).toEqual(['task-more: pending → canceled']);
  });
});

describe('the verification of the whole', () => {
  const passed = { ...DONE, plan: { state: 'succeeded', attempts: 1 } } as const;

  test('that has not begun is removed where the plan asks for none', () => {
    const edited = edit([FIRST], [FIRST], { rows: { parser: { state: 'ready' } }, from: CHECKS, to: {} });
    expect(movesOf(edited)).toEqual(['task-plan: pending → canceled']);
  });

  test('that is under way stays as it is', () => {
    const rows = { ...DONE, plan: { state: 'running', attempts: 1 } } as const;
    const edited = edit([FIRST], [FIRST, THIRD], { rows, from: CHECKS });
    expect(changesOf(edited, 'replace_dependencies').map(({ task }) => task)).not.toContain('task-plan');
    expect(movesOf(edit([FIRST], [FIRST], { rows, from: CHECKS, to: {} }))).toEqual([]);
  });

  test.each([
    ['another task is to come in', [FIRST, THIRD], CHECKS, ['succeeded → ready', 'ready → pending']],
    ['it is to check otherwise', [FIRST], { verify: [['make', 'all']] }, ['succeeded → ready']],
    ['nothing of that changes', [FIRST], { ...CHECKS, concurrency: 2 }, []],
  ] as const)('that passed is done anew, or not, where %s', (_, after, to, moves) => {
    const edited = edit([FIRST], after, { rows: passed, from: CHECKS, to });
    expect(movesOf(edited)).toEqual(moves.map((move) => `task-plan: ${move}`));
  });

  test('stands last, behind what the plan has no more', () => {
    const rows = { more: { state: 'running', attempts: 1 } } as const;
    const edited = edit([THIRD, FIRST, { id: 'old' }], [FIRST, SECOND], { rows, from: CHECKS });
    const [places] = changesOf(edited, 'place_tasks');
    const ids = places?.places.toSorted((left, right) => left.position - right.position).map(({ id }) => id);
    expect([ids?.at(-1), ids?.at(-2)]).toEqual(['task-plan', 'task-old']);
  });
});

describe('a task', () => {
  test.each([
    ['failed', { state: 'failed', attempts: 1 }, {}, 'skipped'],
    ['failed, which the plan tolerates', { state: 'failed', attempts: 1 }, { onFailure: 'continue' }, 'ready'],
    ['was quarantined, tolerated', { state: 'quarantined', attempts: 1 }, { onFailure: 'continue' }, 'ready'],
    ['was canceled, which is not tolerated', { state: 'canceled', attempts: 1 }, { onFailure: 'continue' }, 'skipped'],
    ['a person skipped', { state: 'skipped', reason: { code: 'skipped_by_person', message: '' } }, {}, 'ready'],
    ['succeeded', { state: 'succeeded', attempts: 1 }, {}, 'ready'],
    ['is at work', { state: 'running', attempts: 1 }, {}, 'pending'],
  ] as const)('that joins behind one that %s', (_, row, settings, state) => {
    const first = { ...FIRST, settings };
    expect(added(edit([first], [first, SECOND], { rows: { parser: row } }))).toEqual([['docs', state]]);
  });

  test('that is skipped with another says why', () => {
    const rows = { parser: { state: 'failed', attempts: 1 } } as const;
    const edited = edit([FIRST, { id: 'docs' }], [FIRST, SECOND], { rows });
    const reason = { code: 'dependency_failed', message: '`parser` failed.', task: 'parser' };
    expect(changesOf(edited, 'move_task')).toMatchObject([{ task: 'task-docs', to: 'skipped', set: { reason } }]);
  });

  test('that changes is done by whoever the plan now says, and waits for approval as it now says', () => {
    const settings = { model: 'large', priority: 3, approve: ['before'] } as const;
    const edited = edit([FIRST], [{ ...FIRST, settings }], { rows: { parser: { state: 'ready' } } });
    expect(changesOf(edited, 'rewrite_task')).toMatchObject([
      { in: 'ready', set: { routing: { model: 'large' }, priority: 3, approval: 'before' } },
    ]);
  });

  test('that only stands on another line keeps its approval', () => {
    const approved = { ...FIRST, settings: { approve: ['before'] } } as const;
    const edited = edit([approved], [{ ...approved, line: 7 }], { rows: { parser: { state: 'ready' } } });
    expect(changesOf(edited, 'rewrite_task')).toMatchObject([{ set: { approval: null } }]);
  });
});

describe('a task that people are asked about before it starts', () => {
  const asked = { parser: { state: 'blocked', approval: 'before' } } as const;
  const INSTEAD = { id: 'parser', title: 'Parse something else' };

  test.each([
    ['is changed', [INSTEAD], 'ready'],
    ['is taken out', [THIRD], 'canceled'],
  ])('%s only while nobody has taken it', (_, after, to) => {
    const edited = edit([FIRST], after, { rows: asked });
    expect(movesOf(edited)).toContain(`task-parser: blocked → ${to}`);
    const ofTask = edited.changes.filter((change) => 'task' in change && change.task === 'task-parser');
    expect(ofTask[0]).toMatchObject({ kind: 'set_task', in: 'blocked', atAttempt: 0, held: false });
  });
});
