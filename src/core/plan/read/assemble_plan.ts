import type { FunctionCall } from '../../../protocol/function_call.ts';
import { planLimits } from '../limits.ts';
import type { Argv, Plan, PlanGroup, PlanTask, TaskSettings } from '../plan.ts';
import type { TaskWork } from '../task_work.ts';
import type { DraftTask } from './draft.ts';
import type { ProblemList } from './problems.ts';
import type { Drafts } from './read_section.ts';
import type { SettingValues } from './setting_values.ts';
import { inForce } from './settings_in_force.ts';
import type { SettledDependencies } from './settle_dependencies.ts';
import type { SettledIds } from './settle_ids.ts';

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
    budget,
    headings,
    runTimeoutMs,
    owner,
    reviewers,
    report,
    approvePlan,
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
      ...(draft.issue === undefined ? {} : { issue: draft.issue }),
      ...(parent === undefined ? {} : { parent }),
    };
  });
  const { after: _after, run: _run, call: _call, ...taskDefaults } = defaults;
  return {
    context: parts.context,
    settings: {
      merge: merge ?? 'integration',
      verify: defaults.verify ?? [],
      ...(defaults.verifyByPath === undefined ? {} : { verifyByPath: defaults.verifyByPath }),
      setup: defaults.setup ?? [],
      headings: headings ?? [],
      taskDefaults,
      ...(baseBranch === undefined ? {} : { base: baseBranch }),
      ...(concurrency === undefined ? {} : { concurrency }),
      ...(budget === undefined ? {} : { budget }),
      ...(runTimeoutMs === undefined ? {} : { runTimeoutMs }),
      ...(owner === undefined ? {} : { owner }),
      ...(reviewers === undefined ? {} : { reviewers }),
      ...(report === undefined ? {} : { report }),
      ...(approvePlan === undefined ? {} : { approvePlan }),
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
    call,
    base: _base,
    merge: _merge,
    concurrency: _concurrency,
    budget: _budget,
    headings: _headings,
    runTimeoutMs: _limit,
    owner: _owner,
    reviewers: _reviewers,
    report: _report,
    approvePlan: _approvePlan,
    ...own
  } = draft.values;
  requireSound(draft, problems);
  const group = draft.group === undefined ? undefined : parts.ids.groups[draft.group];
  return {
    id: parts.ids.tasks[index] ?? '',
    named: draft.writtenId !== undefined,
    title: draft.title,
    ...(draft.issue === undefined ? {} : { issue: draft.issue }),
    ...(draft.added === undefined ? {} : { added: draft.added }),
    instructions: draft.instructions,
    criteria: draft.criteria,
    after: parts.dependencies.taskAfter[index] ?? [],
    dependencies: (parts.dependencies.edges[index] ?? []).map((position) => parts.ids.tasks[position] ?? ''),
    done: draft.done,
    work: draft.isWait === true ? { kind: 'issue' } : workOf(run, call),
    settings: inForce(defaults, own),
    ownSettings: own,
    line: draft.line,
    ...(group === undefined ? {} : { group }),
  };
}

/** What is wrong with a task as a whole. */
function requireSound({ values, line, title }: DraftTask, problems: ProblemList): void {
  if (values.approvePlan !== undefined) {
    problems.problem(
      line,
      'wrong-place',
      '`approve: plan` is about the whole plan.',
      'Write it in the `planwright` block.',
    );
  }
  const ofAgent = (['agent', 'role', 'model'] as const).find((key) => values[key] !== undefined);
  const ways = [ofAgent, values.run && 'run', values.call && 'call'].filter((way) => way !== undefined);
  if (ways.length > 1) {
    problems.problem(
      line,
      'agent-and-run',
      `This task has both \`${ways[0]}\` and \`${ways[1]}\`.`,
      'Keep one: `run` executes a command, and `call` a function, instead of an agent.',
    );
  }
  if (title.length > planLimits.titleCharacters) {
    problems.problem(
      line,
      'too-large',
      `This title has ${title.length} characters; the limit is ${planLimits.titleCharacters}.`,
      'Shorten it, and put the rest on the lines below.',
    );
  }
}

function workOf(run: readonly Argv[] | undefined, call: FunctionCall | undefined): TaskWork {
  if (run !== undefined) return { kind: 'command', run };
  return call === undefined ? { kind: 'agent' } : { kind: 'function', call };
}
