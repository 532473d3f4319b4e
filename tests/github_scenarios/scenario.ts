import { join } from 'node:path';
import { z } from 'zod';
import { EventPattern, scenarioFiles, scenariosIn, Texts } from '../support/scenario_files.ts';
import { Script } from '../support/scripted_agent.ts';

const Files = z.record(z.string(), z.string());

const Repository = z.strictObject({
  /** Accounts other than `acme` keep what one scenario does to an installation from the others. */
  owner: z.string().default('acme'),
  /** Whether the installation of that owner counts. */
  allowed: z.boolean().default(true),
  /** An account whose installations count too, and which has none at first. */
  'later-owner': z.string().optional(),
  /** How the scripted agent speaks: only as Claude Code does it tells what it uses. */
  transport: z.enum(['text', 'claude-code']).default('text'),
  files: Files.default({}),
  /** Login → role. Whoever is not named sees the repository and may do nothing in it. */
  collaborators: z
    .record(z.string(), z.enum(['admin', 'maintain', 'write', 'triage', 'read']))
    .default({ ada: 'admin', bob: 'write', eve: 'read' }),
  drafts: z.boolean().default(true),
  allow: z
    .strictObject({ merge: z.boolean(), squash: z.boolean(), rebase: z.boolean() })
    .default({ merge: true, squash: true, rebase: true }),
  /** Files of the owner's repository `.github`. */
  organisation: Files.optional(),
});

/** What has to be so before a person acts; all that is named has to hold at once. */
export const Condition = z.strictObject({
  /** An event that some run of the scenario has. */
  event: EventPattern.optional(),
  /** The state of the newest run. */
  run: z.string().optional(),
  /** States of tasks of the newest run. */
  tasks: z.record(z.string(), z.string()).optional(),
  /** A comment of Planwright on the issue contains this. */
  comment: z.string().optional(),
  /** No comment of Planwright on the issue contains this. */
  'no-comment': z.string().optional(),
  /** A pull request from this branch (`1/left`, `1/plan`) stands so. */
  pull: z
    .strictObject({
      head: z.string(),
      base: z.string().optional(),
      state: z.string().optional(),
      draft: z.boolean().optional(),
    })
    .optional(),
  /** A check run of this name has this conclusion. */
  check: z.strictObject({ name: z.string(), conclusion: z.string() }).optional(),
  /** So many check runs of this name are at work on the newest commit of a branch. */
  'at-work': z.strictObject({ check: z.string() }).optional(),
  /** A branch (without `planwright/`) exists, or with `gone` it does not. */
  branch: z.strictObject({ name: z.string(), gone: z.boolean().default(false) }).optional(),
  /** The issue has this label, or with `!` before it, has not. */
  label: z.string().optional(),
  /** Planwright reacted so to the newest comment of a person. */
  reaction: z.string().optional(),
  /** So many agents wait at this place. */
  arrived: z.strictObject({ at: z.string(), parties: z.number().default(1) }).optional(),
  /** Every webhook was processed and every effect sent. */
  settled: z.boolean().optional(),
});
export type Condition = z.infer<typeof Condition>;

const By = { by: z.string() };

/** Ends with so many words more that it is as long as GitHub takes. */
const Long = z.boolean().default(false);

/** One thing that a person does. `pull` is the branch that a pull request comes from: `1/left`. */
export const Act = z.union([
  z.strictObject({
    open: z.strictObject({
      ...By,
      title: z.string().default('A plan'),
      labels: z.array(z.string()).default([]),
      body: z.string().optional(),
      long: Long,
    }),
  }),
  z.strictObject({ label: z.strictObject({ ...By, name: z.string().default('plan') }) }),
  z.strictObject({ unlabel: z.strictObject({ ...By, name: z.string().default('plan') }) }),
  /** On the issue, or on the pull request from a branch. `ago`: it was written so many seconds before GitHub tells of it. */
  z.strictObject({
    comment: z.strictObject({
      ...By,
      body: z.string(),
      on: z.string().optional(),
      ago: z.int().optional(),
      long: Long,
    }),
  }),
  /** Ticks an option, counted from 1, in Planwright's comment that contains this. */
  z.strictObject({ 'tick-option': z.strictObject({ ...By, has: z.string(), option: z.number().int().positive() }) }),
  /** Deletes the comment of Planwright on the issue that contains this. */
  z.strictObject({ 'delete-comment': z.strictObject({ ...By, has: z.string() }) }),
  /** Puts other words into Planwright's comment on the issue that contains this. */
  z.strictObject({
    'edit-comment': z.strictObject({ ...By, has: z.string(), replace: z.string(), with: z.string() }),
  }),
  /** Ticks the first open box in Planwright's comment on the issue that contains this. */
  z.strictObject({ tick: z.strictObject({ ...By, has: z.string() }) }),
  /** `file` is another file of the scenario's directory. */
  z.strictObject({ edit: z.strictObject({ ...By, file: z.string().optional(), title: z.string().optional() }) }),
  /** Another issue of the repository, which the plan's own may have below it and others may block. */
  z.strictObject({
    'open-issue': z.strictObject({
      ...By,
      title: z.string(),
      body: z.string().default(''),
      below: z.number().optional(),
      'blocked-by': z.array(z.number()).default([]),
    }),
  }),
  z.strictObject({
    'edit-issue': z.strictObject({
      ...By,
      number: z.number(),
      title: z.string().optional(),
      body: z.string().optional(),
    }),
  }),
  z.strictObject({
    'close-issue': z.strictObject({
      ...By,
      number: z.number(),
      reason: z.enum(['completed', 'not_planned']).optional(),
    }),
  }),
  z.strictObject({ 'block-issue': z.strictObject({ ...By, number: z.number(), blocker: z.number() }) }),
  z.strictObject({ close: z.strictObject(By) }),
  z.strictObject({ reopen: z.strictObject(By) }),
  z.strictObject({
    merge: z.strictObject({ ...By, pull: z.string(), method: z.enum(['merge', 'squash', 'rebase']).default('merge') }),
  }),
  z.strictObject({ 'close-pull': z.strictObject({ ...By, pull: z.string() }) }),
  z.strictObject({ 'mark-ready': z.strictObject({ ...By, pull: z.string() }) }),
  z.strictObject({ 'reopen-pull': z.strictObject({ ...By, pull: z.string() }) }),
  z.strictObject({ retarget: z.strictObject({ ...By, pull: z.string(), base: z.string() }) }),
  z.strictObject({ push: z.strictObject({ ...By, branch: z.string(), files: Files }) }),
  /** Does with git what Planwright told about a branch, finds these files there, and pushes others to it. */
  z.strictObject({
    'work-by-hand': z.strictObject({
      ...By,
      told: z.string(),
      finds: Files.default({}),
      files: Files,
      message: z.string().default('By hand'),
    }),
  }),
  /** Overwrites a branch with one commit on top of the default branch. */
  z.strictObject({ 'force-push': z.strictObject({ ...By, branch: z.string(), files: Files }) }),
  z.strictObject({ 'delete-branch': z.strictObject({ ...By, branch: z.string() }) }),
  /** Presses the button of the newest check run of this name, or "Re-run". */
  z.strictObject({ press: z.strictObject({ ...By, check: z.string(), button: z.string() }) }),
  z.strictObject({ rerun: z.strictObject({ ...By, check: z.string() }) }),
  /** Reviews the newest pull request from a branch. */
  z.strictObject({
    review: z.strictObject({
      ...By,
      pull: z.string(),
      state: z.enum(['approved', 'changes_requested', 'commented']).default('commented'),
      body: z.string().optional(),
      comments: z.array(z.strictObject({ path: z.string(), line: z.number(), body: z.string() })).default([]),
    }),
  }),
  /** The team's CI says how the newest commit of a branch fared. */
  z.strictObject({
    ci: z.strictObject({
      name: z.string(),
      branch: z.string(),
      conclusion: z.string(),
      app: z.string().default('github-actions'),
      summary: z.string().optional(),
      annotations: z.array(z.strictObject({ path: z.string(), line: z.number(), message: z.string() })).default([]),
      log: z.string().default(''),
      reruns: z.boolean().default(true),
    }),
  }),
  z.strictObject({ rename: z.strictObject({ ...By, name: z.string() }) }),
  z.strictObject({ transfer: z.strictObject({ ...By, owner: z.string() }) }),
  z.strictObject({ 'install-app': z.strictObject({ ...By, owner: z.string() }) }),
  z.strictObject({ 'remove-app': z.strictObject(By) }),
  z.strictObject({ 'add-app': z.strictObject(By) }),
  /** Answers, on the command line, what a task of the newest run asks. */
  z.strictObject({ answer: z.strictObject({ ...By, task: z.string(), text: z.string() }) }),
  /** Lets agents through who wait at a place. */
  z.strictObject({ let: z.string() }),
  /** Until it is released, GitHub answers this operation with 502 here. */
  z.strictObject({ hold: z.string() }),
  z.strictObject({ release: z.string() }),
  /** Until it is let go, webhooks of this event of this repository are on their way. */
  z.strictObject({ 'hold-webhooks': z.string() }),
  z.strictObject({ 'let-webhooks': z.string() }),
]);
export type Act = z.infer<typeof Act>;

const People = z.array(z.strictObject({ when: Condition.optional(), do: Act }));

const ExpectedTask = z.strictObject({
  state: z.string(),
  reason: z.string().optional(),
  /** Per attempt `succeeded`, or the class that it failed with, or its state. */
  attempts: z.array(z.string()),
});

const ExpectedComment = z.strictObject({
  kind: z.enum(['status', 'diff', 'plan', 'reply', 'report', 'question', 'reminder']),
  has: z.array(z.string()).default([]),
  lacks: z.array(z.string()).default([]),
});

const ExpectedPull = z.strictObject({
  /** Branches without `planwright/`. */
  head: z.string(),
  base: z.string(),
  state: z.enum(['open', 'closed', 'merged']),
  draft: z.boolean().default(false),
  title: z.string().optional(),
  body: Texts.default({ has: [], lacks: [] }),
  reviewers: z.array(z.string()).default([]),
  'merged-by': z.string().optional(),
});

const ExpectedCheck = z.strictObject({
  conclusion: z.string(),
  text: Texts.default({ has: [], lacks: [] }),
  /** Identifiers. */
  buttons: z.array(z.string()).optional(),
});

const Expected = z.strictObject({
  /** State of the newest run; absent: there is none. */
  run: z.string().optional(),
  /** How many runs there were; as many as say so by default. */
  runs: z.number().optional(),
  reason: z.string().optional(),
  tasks: z.record(z.string(), ExpectedTask).default({}),
  /** All comments of Planwright on the issue, oldest first. */
  comments: z.array(ExpectedComment).default([]),
  /** What Planwright wrote in pull requests, by branch. */
  /** What was written into the threads of reviews, by branch; each entry is part of one answer, oldest first. */
  threads: z.record(z.string(), z.array(z.string())).default({}),
  'pull-comments': z.record(z.string(), z.array(ExpectedComment)).default({}),
  /** What it reacted with to each comment of people on the issue, oldest first. */
  reactions: z.array(z.array(z.string())).default([]),
  /** All of them, by head and then by number. */
  pulls: z.array(ExpectedPull).default([]),
  /** All check runs by name, oldest first; a text is a conclusion. */
  checks: z.record(z.string(), z.array(z.union([z.string(), ExpectedCheck]))).default({}),
  issue: z.strictObject({
    state: z.enum(['open', 'closed']),
    labels: z.array(z.string()),
    ticked: z.array(z.string()).default([]),
  }),
  /** How other issues stand, by number. */
  issues: z.record(z.string(), z.enum(['open', 'closed'])).default({}),
  /** All branches but the default one, without `planwright/`. */
  branches: z.array(z.string()).default([]),
  /** Branch → path → content, whole or in parts; null: no such file. */
  files: z.record(z.string(), z.record(z.string(), z.union([z.string(), Texts]).nullable())).default({}),
  /** Task → number of the attempt → what its agent is told. */
  prompts: z.record(z.string(), z.record(z.string(), Texts)).default({}),
  /** In each list: events that come one after another. */
  order: z.array(z.array(EventPattern)).default([]),
  never: z.array(EventPattern).default([]),
  /** At most so many writes to GitHub that make or move something; texts, labels and check runs show what happens. */
  writes: z.number(),
  /** Effects that will never be sent, by part of their message. */
  dead: z.array(z.string()).default([]),
  /** Whether everything comes to rest; where the App is shut out for good it cannot. */
  settles: z.boolean().default(true),
});
export type Expected = z.infer<typeof Expected>;

export type Scenario = {
  readonly name: string;
  readonly folder: string;
  readonly plan: string;
  readonly script: Script;
  readonly repository: z.infer<typeof Repository>;
  readonly people: z.infer<typeof People>;
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
    folder,
    plan,
    script: yaml('agent.yml', Script, {}),
    repository: yaml('repository.yml', Repository, {}),
    people: yaml('people.yml', People, undefined),
    expected: yaml('expected.yml', Expected, undefined),
  };
}
