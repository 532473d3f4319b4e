import { parsePlan } from '../../../src/core/plan/parse_plan.ts';
import type { Plan } from '../../../src/core/plan/plan.ts';
import type { RunReport } from '../../../src/core/report/run_report.ts';
import type { TaskReport } from '../../../src/core/report/task_report.ts';
import type { Evidence } from '../../../src/protocol/evidence.ts';
import type { UsageSum } from '../../../src/protocol/usage.ts';
import type { AttemptView, RunView, TaskView } from '../../../src/protocol/views.ts';
import { planTask } from '../../support/plans.ts';
import { succeeded } from '../records.ts';

/** Reports as the texts meet them; a test names only what it is about. */

export const MINUTE = 60_000;
export const START = Date.UTC(2026, 1, 3, 14, 0, 0);
export const HEAD = '3f2c1ab9'.repeat(5);
export const RUN = '0198c2de-0000-7000-8000-000000000001';

export const DATES = `# ISO dates everywhere

Our importers read dates by hand. One parser for all of them ends the bugs with week dates.

\`\`\`planwright
base: main
agent: coder
concurrency: 3
setup: npm ci
verify: npm test
\`\`\`

## Tasks
### Parser
- [ ] parser: Parse ISO dates (files: \`src/parse/**\`)
  Accept week dates too. Reject what RFC 3339 rejects.
  - verify: npm test -- parse
  - [x] fractional seconds keep their precision
  - [ ] offsets are kept
- [ ] docs: Document the parser (depends on parser; agent: writer)
- [ ] schema: Migrate the schema (after parser)
### Release
- [ ] bench: Compare with v1
- [ ] changelog: Add a changelog entry (after parser, docs)
  - run: ./scripts/changelog.sh
`;

function planOfText(markdown: string): Plan {
  const parsed = parsePlan(markdown);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.warnings.length === 0 ? parsed.plan : { ...parsed.plan, warnings: parsed.warnings };
}

/** What agents have used, with its cost in millionths of a dollar. */
export function usageSum(costMicros: number): UsageSum {
  return {
    inputTokens: 9_000,
    cachedTokens: 0,
    outputTokens: 100,
    costMicros,
    reckonedMicros: 0,
    unpricedAttempts: 0,
  };
}

export function evidence(of: Partial<Evidence> = {}): Evidence {
  return {
    step: 'verify',
    argv: ['npm', 'test', '--', 'parse'],
    end: { kind: 'exited', exitCode: 0 },
    durationMs: 41_000,
    commit: HEAD,
    outputTail: '12 tests passed\n',
    ...of,
  };
}

export function attemptView(of: Partial<AttemptView> = {}): AttemptView {
  return {
    id: RUN,
    task: 'parser',
    number: 1,
    state: 'running',
    runner: 'forge-2',
    agent: 'coder',
    provider: 'claude',
    model: null,
    base: HEAD,
    commit: null,
    ref: 'refs/planwright/attempts/run/parser/1',
    class: null,
    message: null,
    action: null,
    failedProvider: null,
    retryable: null,
    progress: '',
    summary: '',
    evidence: [],
    changedFiles: 0,
    insertions: 0,
    deletions: 0,
    usage: null,
    canceling: false,
    leasedAt: START,
    startedAt: START + MINUTE,
    endedAt: null,
    ...of,
  };
}

/** What a test says of tasks by key; the rest of the plan's tasks are pending. `plan` is the final verification. */
export type TaskSketches = Readonly<Record<string, Partial<TaskView>>>;

export function runReport({
  markdown = DATES,
  plan = planOfText(markdown),
  run = {},
  tasks = {},
  ...rest
}: {
  readonly markdown?: string;
  readonly plan?: Plan;
  readonly run?: Partial<RunView>;
  readonly tasks?: TaskSketches;
} & Partial<Omit<RunReport, 'plan' | 'run' | 'tasks'>> = {}): RunReport {
  const views = plan.tasks.map((task) =>
    taskView({
      key: task.id,
      title: task.title,
      kind: task.work.kind,
      group: task.group ?? null,
      dependencies: [...task.dependencies],
      ...tasks[task.id],
    }),
  );
  const final = taskView({ key: 'plan', title: 'plan', kind: 'verification', ...tasks.plan });
  return {
    run: runView(run),
    plan,
    startedBy: 'alice',
    tasks: [...views, { ...final, dependencies: plan.tasks.map((task) => task.id) }],
    notices: [],
    overrulable: null,
    settled: [],
    questionComments: new Map(),
    refusedEdit: null,
    proposedEdit: null,
    isOvertaken: false,
    now: START + 14 * MINUTE + 20_000,
    repositoryUrl: 'https://github.com/acme/dates',
    appSlug: 'planwright-acme',
    ...rest,
  };
}

function runView(run: Partial<RunView> = {}): RunView {
  return {
    id: RUN,
    name: '40',
    sequence: 1,
    state: 'running',
    reason: null,
    owner: 'alice',
    issue: 40,
    finalPull: null,
    reportCommit: null,
    repository: { id: RUN, name: 'acme/dates', cloneUrl: 'https://github.com/acme/dates.git' },
    planHash: 'hash',
    base: 'main',
    baseCommit: HEAD,
    integrationBranch: 'planwright/40/plan',
    integrationHead: HEAD,
    tasks: {},
    usage: null,
    questions: [],
    budget: null,
    canceling: false,
    createdAt: START,
    startedAt: START,
    endedAt: null,
    event: 1,
    ...run,
  };
}

function taskView(task: Partial<TaskView> = {}): TaskView {
  return {
    id: RUN,
    key: 'parser',
    title: 'Parse ISO dates',
    kind: 'agent',
    group: null,
    issue: null,
    agents: [],
    state: 'pending',
    reason: null,
    waitsFor: null,
    dependencies: [],
    attempts: 0,
    failures: 0,
    failuresAllowed: 3,
    dueAt: null,
    usage: null,
    canceling: false,
    branch: null,
    commit: null,
    mergeCommit: null,
    pull: null,
    outputs: {},
    latest: null,
    workedMs: 0,
    endedAt: null,
    questions: [],
    takenBy: null,
    approval: null,
    ...task,
  };
}

/** A task that is in. */
export function merged(pull: number, more: Partial<TaskView> = {}): Partial<TaskView> {
  return {
    state: 'succeeded',
    attempts: 1,
    workedMs: 6 * MINUTE,
    pull,
    commit: HEAD,
    mergeCommit: HEAD,
    latest: attemptView({ state: 'succeeded', commit: HEAD, evidence: [evidence()], endedAt: START + 7 * MINUTE }),
    endedAt: START + 7 * MINUTE,
    ...more,
  };
}

export function taskReport(of: Partial<TaskReport> = {}): TaskReport {
  return {
    run: { id: RUN, name: '40', issue: 40, branchPrefix: 'planwright/40', owner: 'alice' },
    task: {
      key: 'parser',
      kind: 'agent',
      spec: planTask({
        id: 'parser',
        title: 'Parse ISO dates',
        instructions: 'Accept week dates too. Reject what RFC 3339 rejects.',
        criteria: [
          { text: 'fractional seconds keep their precision: `tests/parse.test.ts:40`', done: true },
          { text: 'offsets are kept', done: false },
        ],
      }),
    },
    attempt: { number: 2, failures: 1, failuresAllowed: 3, agent: 'coder', provider: 'claude', model: 'sonnet' },
    used: null,
    outcome: succeeded({
      commit: HEAD,
      evidence: [
        evidence({ step: 'setup', argv: ['npm', 'ci'], durationMs: 8_400, commit: null, outputTail: '' }),
        evidence(),
      ],
      summary:
        'The grammar is in `src/parse/date.ts`; the rest follows from it.\n\n- week dates: `2026-W05-2`\n- left alone: time zones with names',
      durationMs: 6 * MINUTE + 2_000,
      changedFiles: 4,
      insertions: 212,
      deletions: 8,
    }),
    commit: HEAD,
    next: 'merge',
    repositoryUrl: 'https://github.com/acme/dates',
    ...of,
  };
}
