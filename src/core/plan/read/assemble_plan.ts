import { planLimits } from '../limits.ts';
import type { Plan, PlanGroup, PlanTask, TaskSettings } from '../plan.ts';
import type { DraftTask } from './draft.ts';
import type { ProblemList } from './problems.ts';
import type { Drafts } from './read_section.ts';
import type { SettingValues } from './setting_values.ts';
import type { SettledDependencies } from './settle_dependencies.ts';
import type { SettledIds } from './settle_ids.ts';

/** What a task has where neither it nor the plan says otherwise. */
const base: TaskSettings = {
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

/** All that a plan is put together from. */
export type PlanParts = {
  readonly context: string;
  readonly values: SettingValues;
  readonly drafts: Drafts;
  readonly ids: SettledIds;
  readonly dependencies: SettledDependencies;
};

/** Puts the plan together; the last checks are on tasks as a whole. */
export function assemblePlan(parts: PlanParts, problems: ProblemList): Plan {
  const {
    base: baseBranch,
    merge,
    concurrency,
    headings,
    runTimeoutMs,
    owner,
    reviewers,
    report,
    ...defaults
  } = parts.values;
  const groups = parts.drafts.groups.map((draft, index): PlanGroup => {
    const parent = draft.parent === undefined ? undefined : parts.ids.groups[draft.parent];
    const id = parts.ids.groups[index] ?? '';
    return {
      id,
      title: draft.title || id,
      after: parts.dependencies.groupAfter[index] ?? [],
      line: draft.line,
      ...(parent === undefined ? {} : { parent }),
    };
  });
  const { after: _after, run: _run, ...taskDefaults } = defaults;
  return {
    context: parts.context,
    settings: {
      merge: merge ?? 'integration',
      verify: defaults.verify ?? [],
      setup: defaults.setup ?? [],
      headings: headings ?? [],
      taskDefaults,
      ...(baseBranch === undefined ? {} : { base: baseBranch }),
      ...(concurrency === undefined ? {} : { concurrency }),
      ...(runTimeoutMs === undefined ? {} : { runTimeoutMs }),
      ...(owner === undefined ? {} : { owner }),
      ...(reviewers === undefined ? {} : { reviewers }),
      ...(report === undefined ? {} : { report }),
    },
    groups,
    tasks: parts.drafts.tasks.map((draft, index) => assembleTask(draft, index, parts, taskDefaults, problems)),
  };
}

function assembleTask(
  draft: DraftTask,
  index: number,
  parts: PlanParts,
  defaults: Partial<TaskSettings>,
  problems: ProblemList,
): PlanTask {
  const {
    after: _after,
    run,
    base: _base,
    merge: _merge,
    concurrency: _concurrency,
    headings: _headings,
    runTimeoutMs: _limit,
    owner: _owner,
    reviewers: _reviewers,
    report: _report,
    ...own
  } = draft.values;
  const ofAgent = (['agent', 'role', 'model'] as const).find((key) => own[key] !== undefined);
  if (run && ofAgent !== undefined) {
    problems.problem(
      draft.line,
      'agent-and-run',
      `This task has both \`${ofAgent}\` and \`run\`.`,
      'Keep one: `run` executes a command instead of an agent.',
    );
  }
  if (draft.title.length > planLimits.titleCharacters) {
    problems.problem(
      draft.line,
      'too-large',
      `This title has ${draft.title.length} characters; the limit is ${planLimits.titleCharacters}.`,
      'Shorten it, and put the rest on the lines below.',
    );
  }
  const group = draft.group === undefined ? undefined : parts.ids.groups[draft.group];
  return {
    id: parts.ids.tasks[index] ?? '',
    named: draft.writtenId !== undefined,
    title: draft.title,
    instructions: draft.instructions,
    criteria: draft.criteria,
    after: parts.dependencies.taskAfter[index] ?? [],
    dependencies: (parts.dependencies.edges[index] ?? []).map((position) => parts.ids.tasks[position] ?? ''),
    done: draft.done,
    work: run ? { kind: 'command', run } : { kind: 'agent' },
    settings: { ...base, ...defaults, ...own },
    ownSettings: own,
    line: draft.line,
    ...(group === undefined ? {} : { group }),
  };
}
