import { hidingLines } from '../../../src/core/plan/markdown/hidden_markup.ts';
import type { Argv, Plan, PlanSettings, TaskSettings } from '../../../src/core/plan/plan.ts';
import type { TaskWork } from '../../../src/core/plan/task_work.ts';
import { commandLine } from '../../../src/protocol/command_line.ts';
import type { FunctionCall } from '../../../src/protocol/function_call.ts';
import { invisibleCharacters } from '../../../src/text/visible_text.ts';
import fc from '../../support/fast_check.ts';

/** Plans of every shape that Markdown can carry, as `parsePlan` would give them but for line numbers. */
export const planArbitrary: fc.Arbitrary<Plan> = fc
  .record({
    context: fc.constantFrom(
      '',
      'Some context.',
      '# Title\n\nText with `code`.\n\n```sh\n- [ ] no task\n```',
      '> quote',
    ),
    base: fc.option(fc.constantFrom('main', 'release/1.0', '1.0'), { nil: undefined }),
    concurrency: fc.option(fc.integer({ min: 1, max: 1000 }), { nil: undefined }),
    budget: fc.option(
      fc.constantFrom(
        { costMicros: 20_000_000, tokens: null },
        { costMicros: null, tokens: 5_000_000 },
        { costMicros: 500_000, tokens: 1 },
      ),
      { nil: undefined },
    ),
    runTimeoutMs: fc.option(fc.integer({ min: 1, max: 2_000_000_000 }), { nil: undefined }),
    owner: fc.option(fc.constantFrom('alice', 'bob_acme'), { nil: undefined }),
    reviewers: fc.option(fc.uniqueArray(fc.constantFrom('alice', 'acme/core', 'b-o-b'), { maxLength: 3 }), {
      nil: undefined,
    }),
    report: fc.option(fc.constantFrom('report.md', 'docs/plans/über-uns.md'), { nil: undefined }),
    approvePlan: fc.option(fc.constant(true as const), { nil: undefined }),
    headings: fc.uniqueArray(fc.constantFrom('Work', 'Was zu tun ist', 'مهام'), { maxLength: 2 }),
    defaults: settingsArbitrary(false),
    groups: fc.array(fc.record({ title: titleArbitrary(), depth: fc.nat({ max: 6 }) }), { maxLength: 5 }),
    tasks: fc.array(taskArbitrary(), { minLength: 1, maxLength: 8 }),
  })
  .map(buildPlan);

type TaskSketch = ReturnType<typeof taskArbitrary> extends fc.Arbitrary<infer T> ? T : never;
type PlanSketch = {
  readonly context: string;
  readonly base: string | undefined;
  readonly concurrency: number | undefined;
  readonly budget: PlanSettings['budget'];
  readonly runTimeoutMs: number | undefined;
  readonly owner: string | undefined;
  readonly reviewers: readonly string[] | undefined;
  readonly report: string | undefined;
  readonly approvePlan: true | undefined;
  readonly headings: readonly string[];
  readonly defaults: Partial<TaskSettings>;
  readonly groups: readonly { readonly title: string; readonly depth: number }[];
  readonly tasks: readonly TaskSketch[];
};

function taskArbitrary() {
  return fc.record({
    named: fc.boolean(),
    title: titleArbitrary(),
    instructions: fc.constantFrom(
      '',
      'Do it.',
      'First.\n\nSecond.',
      '- one\n- two\n  - three',
      '1. one\n2. two',
      '```sh\n- [ ] code\n  indented\n```',
      '---',
      '<!-- hidden -->\n\nshown',
    ),
    criteria: fc.array(
      fc.record({ text: fc.constantFrom('it works', 'a\nb', '- odd', 'x: y', 'é (after x)'), done: fc.boolean() }),
      {
        maxLength: 3,
      },
    ),
    inGroup: fc.boolean(),
    after: fc.array(fc.nat(), { maxLength: 3 }),
    done: fc.boolean(),
    run: fc.option(commandsArbitrary(), { nil: undefined }),
    call: fc.option(callArbitrary(), { nil: undefined }),
    own: settingsArbitrary(true),
  });
}

function titleArbitrary(): fc.Arbitrary<string> {
  const word = fc.constantFrom(
    'Fix',
    'the',
    '`a: b`',
    '*x*',
    '(really)',
    'src/**',
    '🙂',
    'עברית',
    'https://x.y/z',
    'C#',
    '"q"',
    '\\#',
    '<b>',
  );
  return fc.array(word, { minLength: 1, maxLength: 5 }).map((words) => `Do ${words.join(' ')} now`);
}

function argvArbitrary(): fc.Arbitrary<Argv> {
  const argument = fc.oneof(
    fc.string(),
    fc.string({ unit: 'binary' }),
    fc.constantFrom('npm', '--x=1', "it's", '', '\n', '#unit', '`x`', '[]'),
  );
  return fc
    .tuple(
      fc.oneof(
        argument.filter((text) => text !== ''),
        fc.constant('npm'),
      ),
      fc.array(argument, { maxLength: 3 }),
    )
    .map(([program, rest]) => [program, ...rest])
    .filter(isSeen);
}

/** Whether a plan may have it as it is printed. */
function isSeen(argv: Argv): boolean {
  const line = commandLine(argv);
  return invisibleCharacters(line) === 0 && hidingLines(line).size === 0;
}

function commandsArbitrary(): fc.Arbitrary<Argv[]> {
  return fc.array(argvArbitrary(), { minLength: 1, maxLength: 3 });
}

/** What does a task: `run` comes first where a sketch has both. */
function workOf({
  run,
  call,
}: {
  readonly run?: readonly Argv[] | undefined;
  readonly call?: FunctionCall | undefined;
}): TaskWork {
  if (run !== undefined) return { kind: 'command', run };
  return call === undefined ? { kind: 'agent' } : { kind: 'function', call };
}

function callArbitrary(): fc.Arbitrary<FunctionCall> {
  return fc.constantFrom(
    { language: 'javascript', file: 'scripts/a b.mjs', name: 'bump' },
    { language: 'javascript', file: 'x.ts', name: 'default' },
    { language: 'python', file: 'tasks/report.py', name: 'make' },
  );
}

function settingsArbitrary(ofTask: boolean): fc.Arbitrary<Partial<TaskSettings>> {
  const names = fc.uniqueArray(fc.constantFrom('gpu', 'linux', 'db:main', 'a.b', 'x_y'), { maxLength: 3 });
  const durationMs = fc.integer({ min: 1, max: 2_000_000_000 });
  const settings = fc.record(
    {
      agent: fc.constantFrom('coder', 'claude-2', 'a/b'),
      setup: commandsArbitrary(),
      verify: fc.oneof(commandsArbitrary(), fc.constant([])),
      verifyByPath: fc.array(fc.record({ when: globsArbitrary(1), argv: argvArbitrary() }), {
        minLength: 1,
        maxLength: 2,
      }),
      verifyIn: fc.constantFrom('worktree', 'clean'),
      timeoutMs: durationMs,
      stepTimeoutMs: durationMs,
      retries: fc.integer({ min: 0, max: 100 }),
      onFailure: fc.constantFrom('skip', 'continue'),
      approve: fc.constantFrom<NonNullable<TaskSettings['approve']>[]>(['before'], ['after'], ['before', 'after']),
      priority: fc.integer({ min: -1000, max: 1000 }),
      labels: names,
      allowNoChange: fc.boolean(),
      ...(ofTask ? {} : { protected: globsArbitrary(1) }),
      ...(ofTask
        ? {
            files: globsArbitrary(0),
            locks: names,
            outputs: names,
            estimateMs: durationMs,
          }
        : {}),
    },
    { requiredKeys: [] },
  );
  // Rules stand beside what is always verified, in one setting.
  return settings.map(({ verifyByPath, ...others }) =>
    others.verify === undefined || verifyByPath === undefined ? others : { ...others, verifyByPath },
  );
}

function globsArbitrary(minLength: number): fc.Arbitrary<string[]> {
  const glob = fc.constantFrom('src/**', 'a b/*.ts', '{x,y}/[ab].md', '**/*.ts');
  return fc.uniqueArray(glob, { minLength, maxLength: 3 });
}

/** Depths become a tree, numbers become references to what stands before, so that the plan is valid. */
function buildPlan(sketch: PlanSketch): Plan {
  const ids: string[] = [];
  const path: string[] = [];
  const groups = sketch.groups.map((group, index) => {
    path.length = Math.min(path.length, group.depth);
    const parent = path.at(-1);
    const id = `g${index}`;
    path.push(id);
    return { id, title: group.title, after: [] as string[], line: 1, ...(parent === undefined ? {} : { parent }) };
  });
  let unnamed = 0;
  let nextGroup = 0;
  const tasks = sketch.tasks.map((task, index) => {
    if (!task.named) unnamed += 1;
    const id = task.named ? `task-${index}.a` : `t${unnamed}`;
    const after = [...new Set(task.after.map((position) => ids[position % Math.max(1, ids.length)] ?? ''))].filter(
      (other) => other !== '',
    );
    ids.push(id);
    if (task.inGroup && nextGroup < groups.length) nextGroup += 1;
    const group = groups[nextGroup - 1]?.id;
    const { agent, ...withoutAgent } = task.own;
    const work = workOf(task);
    const own = work.kind !== 'agent' || agent === undefined ? withoutAgent : task.own;
    return {
      id,
      named: task.named,
      title: task.title,
      instructions: task.instructions,
      criteria: task.criteria,
      after,
      dependencies: [...after].sort((left, right) => ids.indexOf(left) - ids.indexOf(right)),
      done: task.done,
      work,
      settings: { ...builtIn, ...withoutRules(sketch.defaults, own), ...own, ...approvalsOf(sketch.defaults, own) },
      ownSettings: own,
      line: 1,
      ...(group === undefined ? {} : { group }),
    };
  });
  return {
    context: sketch.context,
    settings: {
      merge: 'integration',
      verify: sketch.defaults.verify ?? [],
      ...(sketch.defaults.verifyByPath === undefined ? {} : { verifyByPath: sketch.defaults.verifyByPath }),
      setup: sketch.defaults.setup ?? [],
      headings: sketch.headings,
      taskDefaults: sketch.defaults,
      ...(sketch.base === undefined ? {} : { base: sketch.base }),
      ...(sketch.concurrency === undefined ? {} : { concurrency: sketch.concurrency }),
      ...(sketch.budget === undefined ? {} : { budget: sketch.budget }),
      ...(sketch.runTimeoutMs === undefined ? {} : { runTimeoutMs: sketch.runTimeoutMs }),
      ...(sketch.owner === undefined ? {} : { owner: sketch.owner }),
      ...(sketch.reviewers === undefined ? {} : { reviewers: sketch.reviewers }),
      ...(sketch.report === undefined ? {} : { report: sketch.report }),
      ...(sketch.approvePlan === undefined ? {} : { approvePlan: sketch.approvePlan }),
    },
    groups,
    tasks,
  };
}

/** What either wants approved is. */
function approvalsOf(defaults: Partial<TaskSettings>, own: Partial<TaskSettings>): Partial<TaskSettings> {
  const wanted = [...(defaults.approve ?? []), ...(own.approve ?? [])];
  return wanted.length === 0 ? {} : { approve: (['before', 'after'] as const).filter((each) => wanted.includes(each)) };
}

/** Who says how it is verified has no other rules. */
function withoutRules(defaults: Partial<TaskSettings>, own: Partial<TaskSettings>): Partial<TaskSettings> {
  const { verifyByPath: _rules, ...others } = defaults;
  return own.verify === undefined ? defaults : others;
}

const builtIn: TaskSettings = {
  files: [],
  locks: [],
  setup: [],
  verify: [],
  verifyIn: 'worktree',
  onFailure: 'skip',
  priority: 0,
  labels: [],
  allowNoChange: false,
  outputs: [],
};
