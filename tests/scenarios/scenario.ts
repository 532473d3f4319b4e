import { join } from 'node:path';
import { z } from 'zod';
import { EventPattern, scenarioFiles, scenariosIn, Texts } from '../support/scenario_files.ts';
import { Script } from '../support/scripted_agent.ts';

const ExpectedTask = z.strictObject({
  state: z.string(),
  /** Code of the reason, or `code: part of its message`. */
  reason: z.string().optional(),
  /** Per attempt `succeeded`, or the class that it failed with. */
  attempts: z.array(z.string()),
  /** Whether its branch exists; where it is not said, it does if and only if the task has succeeded with a commit. */
  branch: z.boolean().optional(),
  outputs: z.record(z.string(), z.string()).optional(),
  /** What the prompt of an attempt must have and must not have, by its number. */
  prompts: z.record(z.string(), Texts).default({}),
  /** The same of its log. */
  logs: z.record(z.string(), Texts).default({}),
  /** Part of the message that an attempt ended with, by its number. */
  messages: z.record(z.string(), z.string()).default({}),
  /** Files at the ref of an attempt, by its number: what it left, whatever its end. */
  kept: z.record(z.string(), z.record(z.string(), z.string())).default({}),
});
export type ExpectedTask = z.infer<typeof ExpectedTask>;

const Expected = z.strictObject({
  exit: z.number(),
  /** State of the run; absent where the plan is refused before there is one. */
  run: z.string().optional(),
  reason: z.string().optional(),
  tasks: z.record(z.string(), ExpectedTask).default({}),
  /** Files on the integration branch: their text, what it has or lacks, or null for none. */
  files: z.record(z.string(), z.union([z.string(), Texts, z.null()])).default({}),
  events: z
    .strictObject({ occur: z.array(EventPattern).default([]), never: z.array(EventPattern).default([]) })
    .default({ occur: [], never: [] }),
  /** Subjects of commits that the integration branch contains. */
  subjects: z.array(z.string()).default([]),
  /** In each list: events that come one after another. */
  order: z.array(z.array(EventPattern)).default([]),
  /** Sets of tasks of which no two are at work at the same time; `*` are all. */
  'never-together': z.array(z.array(z.string())).default([]),
  /** What the command prints. */
  prints: z.array(z.string()).default([]),
});
export type Expected = z.infer<typeof Expected>;

const Repository = z.strictObject({
  files: z.record(z.string(), z.string()).default({}),
  /** Changes that the user has not committed: in the index, and only in the work tree. */
  staged: z.record(z.string(), z.string()).default({}),
  uncommitted: z.record(z.string(), z.string()).default({}),
});

/** What a person does from another terminal meanwhile, one after another. */
const Operator = z.array(
  z.strictObject({
    /** Waits for this event first. */
    after: EventPattern.optional(),
    /** Opens a place where scripted agents wait. */
    open: z.string().optional(),
    /** Answers the newest question of this task. */
    answer: z.strictObject({ task: z.string(), text: z.string() }).optional(),
    /** Runs this command, and checks how it ends and what it prints. */
    planwright: z.array(z.string()).optional(),
    exit: z.number().default(0),
    prints: z.array(z.string()).default([]),
  }),
);

const Settings = z.strictObject({
  slots: z.number().default(2),
  /** Further arguments of `plan run`. */
  arguments: z.array(z.string()).default([]),
});

export type Scenario = {
  readonly name: string;
  readonly plan: string;
  readonly script: Script;
  readonly repository: z.infer<typeof Repository>;
  readonly operator: z.infer<typeof Operator>;
  readonly settings: z.infer<typeof Settings>;
  readonly expected: Expected;
};

/** The names of all scenarios: the folders beside this file. */
export function scenarioNames(): readonly string[] {
  return scenariosIn(import.meta.dirname);
}

/** Reads a scenario, of which everything is data; a file that does not fit is an error that names what is wrong. */
export function loadScenario(name: string): Scenario {
  const folder = join(import.meta.dirname, name);
  const { plan, yaml } = scenarioFiles(folder);
  return {
    name,
    plan,
    script: yaml('agent.yml', Script, {}),
    repository: yaml('repository.yml', Repository, {}),
    operator: yaml('operator.yml', Operator, []),
    settings: yaml('settings.yml', Settings, {}),
    expected: yaml('expected.yml', Expected, undefined),
  };
}
