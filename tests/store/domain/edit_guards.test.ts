import { expect, it } from 'vitest';
import type { Change } from '../../../src/core/changes.ts';
import { describeEachStore } from './each_store.ts';
import { aGraph, aSpec, aTask } from './records.ts';

const graph = () =>
  aGraph(
    { begun: { over: { state: 'running', attempts: 1 } }, next: { after: ['begun'] }, free: {} },
    { run: { openTasks: 3 } },
  );
type World = ReturnType<typeof graph>;

const edit = ({ run, tasks }: World, over: Partial<Extract<Change, { kind: 'edit_plan' }>> = {}): Change => {
  const plan = {
    context: 'Said anew.',
    settings: { merge: 'integration', verify: [], setup: [], headings: [], taskDefaults: {} },
    groups: [],
    tasks: [tasks.begun.spec],
  } as const;
  return { kind: 'edit_plan', run: run.id, in: 'running', fromEdits: 0, plan, set: { planHash: 'edited' }, ...over };
};
const rewrite = ({ tasks }: World, over: Partial<Extract<Change, { kind: 'rewrite_task' }>> = {}): Change => {
  const { kind, routing, priority } = tasks.free;
  const set = { spec: aSpec('free', { files: ['x/**'] }), kind, routing, priority, approval: 'before' } as const;
  return { kind: 'rewrite_task', task: tasks.free.id, in: 'ready', atAttempt: 0, set, ...over };
};
const stand = ({ tasks }: World, over: { readonly state?: 'ready' | 'pending'; readonly attempts?: number } = {}) => {
  const { id, state, attempts } = tasks.free;
  const begun = { id: tasks.begun.id, state: 'running', attempts: 1 } as const;
  return { kind: 'require_tasks', tasks: [begun, { id, state, attempts, ...over }] } satisfies Change;
};
/** What another does at the same moment. */
const cancelRun = ({ run }: World): Change => {
  return { kind: 'set_run', run: run.id, in: 'running', set: { cancel: 'graceful' } };
};
const begin = ({ tasks }: World): Change => {
  return { kind: 'move_task', task: tasks.free.id, from: 'ready', fromAttempt: 0, to: 'running', set: { attempts: 1 } };
};

/** Each change, and what has come in between when it must not land. */
const cases: readonly {
  readonly name: string;
  /** null: a constraint of the table, which no other edit of the same plan lets it meet. */
  readonly guard: string | null;
  readonly change: (world: World) => Change;
  readonly between: readonly ((world: World) => Change)[];
  readonly never?: readonly ((world: World) => Change)[];
}[] = [
  {
    name: 'edit_plan',
    guard: 'plan_unedited',
    change: edit,
    between: [edit, cancelRun, ({ run }) => ({ kind: 'move_run', run: run.id, from: 'running', to: 'paused' })],
    never: [(world) => edit(world, { fromEdits: 1 }), (world) => edit(world, { run: 'nobody' })],
  },
  {
    name: 'require_plan',
    guard: 'plan_unedited',
    change: ({ run }) => ({ kind: 'require_plan', run: run.id, edits: 0 }),
    between: [edit],
    never: [() => ({ kind: 'require_plan', run: 'nobody', edits: 0 })],
  },
  {
    name: 'require_tasks',
    guard: 'tasks_stand',
    change: stand,
    between: [begin],
    never: [
      (world) => stand(world, { state: 'pending' }),
      (world) => stand(world, { attempts: 1 }),
      () => ({ kind: 'require_tasks', tasks: [{ id: 'nobody', state: 'ready', attempts: 0 }] }),
    ],
  },
  {
    name: 'rewrite_task',
    guard: 'task_in_state',
    change: rewrite,
    between: [begin],
    never: [(world) => rewrite(world, { atAttempt: 1 }), (world) => rewrite(world, { task: 'nobody' })],
  },
  {
    name: 'insert_tasks',
    guard: null,
    change: ({ run }) => ({ kind: 'insert_tasks', tasks: [aTask(run.id, 'more')], runCreatedAt: run.createdAt }),
    between: [({ run }) => ({ kind: 'insert_tasks', tasks: [aTask(run.id, 'more')], runCreatedAt: run.createdAt })],
  },
  {
    name: 'replace_dependencies',
    guard: 'task_exists',
    change: ({ tasks }) => ({ kind: 'replace_dependencies', task: tasks.next.id, dependencies: [] }),
    between: [],
    never: [() => ({ kind: 'replace_dependencies', task: 'nobody', dependencies: [] })],
  },
];

describeEachStore('changes by which a run follows an edit', (openStore) => {
  it.each(cases)('$name lands where its guard ($guard) holds, and else nothing of its command', async (its) => {
    const store = await openStore();
    const refused = { name: 'ConflictError', ...(its.guard === null ? {} : { guard: its.guard }) };
    for (const between of its.between) {
      const world = graph();
      await store.change(...world.changes);
      await store.change(between(world));
      const before = await store.read.editSlice(world.run.id);
      // What came before the guard in the same command must be gone as well.
      const together = store.change({ kind: 'count_open_tasks', run: world.run.id, by: 1 }, its.change(world));
      await expect(together).rejects.toMatchObject(refused);
      expect(await store.read.editSlice(world.run.id)).toEqual(before);
    }
    const world = graph();
    await store.change(...world.changes);
    for (const change of its.never ?? []) {
      await expect(store.change(change(world))).rejects.toMatchObject(refused);
    }
    await store.change({ kind: 'count_open_tasks', run: world.run.id, by: 1 }, its.change(world));
    expect((await store.read.runById(world.run.id))?.openTasks).toBe(4);
  });

  it('an edit stands in place of the plan, and is counted', async () => {
    const store = await openStore();
    const world = graph();
    await store.change(...world.changes);
    await store.change(edit(world), rewrite(world));
    const slice = await store.read.editSlice(world.run.id);
    expect(slice?.run).toMatchObject({ planHash: 'edited', planEdits: 1 });
    expect(slice?.plan.context).toBe('Said anew.');
    const free = slice?.tasks.find(({ key }) => key === 'free');
    expect(free).toMatchObject({ approval: 'before', spec: { settings: { files: ['x/**'] } }, state: 'ready' });
  });
});
