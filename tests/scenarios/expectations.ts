import { expect } from 'vitest';
import type { AttemptView, EventView, TaskView } from '../../src/protocol/views.ts';
import type { Note } from '../support/meeting_point.ts';
import type { RunRecord } from '../support/run_record.ts';
import type { EventPattern, Texts } from '../support/scenario_files.ts';
import type { Expected, ExpectedTask } from './scenario.ts';

/** What is known of a run in the end. */
export type Outcome = {
  readonly record: RunRecord;
  /** What the scripted agents told. */
  readonly notes: readonly Note[];
  /** Runs git in the user's repository. */
  readonly git: (...args: string[]) => string;
};

/** Compares what a run became with what the scenario expects. */
export function expectRun(outcome: Outcome, expected: Expected): void {
  const { record, git } = outcome;
  const { run, tasks } = record;
  const states = Object.fromEntries(tasks.map((task) => [task.key, summaryOf(task, record)]));
  expect({ run: run.state, ...states }, messagesOf(record)).toEqual({
    run: expected.run,
    ...Object.fromEntries(
      Object.entries(expected.tasks).map(([key, { state, attempts }]) => [key, { state, attempts }]),
    ),
  });
  expectReason(run.reason, expected.reason);
  for (const [key, task] of Object.entries(expected.tasks)) expectTask(outcome, key, task);
  for (const [path, content] of Object.entries(expected.files)) {
    expectFile(run.integrationBranch, path, content, git);
  }
  const subjects = git('log', '--format=%s', run.integrationBranch).split('\n');
  expect(subjects).toEqual(expect.arrayContaining(expected.subjects));
  for (const pattern of expected.events.occur)
    expect(
      record.events.some((event) => fits(event, pattern)),
      told(pattern),
    ).toBe(true);
  for (const pattern of expected.events.never)
    expect(record.events.filter((event) => fits(event, pattern))).toEqual([]);
  for (const patterns of expected.order) expectOrder(record.events, patterns);
  for (const keys of expected['never-together']) expectApart(record, keys);
}

/** Why attempts failed, for whoever has to find out why a scenario does. */
function messagesOf({ attempts }: RunRecord): string {
  const failed = [...attempts.values()].flat().filter(({ message }) => message !== null);
  return failed.map(({ task, number, message }) => `${task} ${number}: ${message}`).join('\n');
}

function summaryOf(task: TaskView, { attempts }: RunRecord) {
  return {
    state: task.state,
    attempts: (attempts.get(task.key) ?? []).map((attempt) => attempt.class ?? attempt.state),
  };
}

function expectTask({ record, notes, git }: Outcome, key: string, expected: ExpectedTask): void {
  const task = record.tasks.find((each) => each.key === key);
  const attempts = record.attempts.get(key) ?? [];
  expectReason(task?.reason ?? null, expected.reason);
  if (expected.outputs !== undefined) expect(task?.outputs, `outputs of ${key}`).toEqual(expected.outputs);
  const branch = `refs/heads/${record.run.integrationBranch.replace(/plan$/, key)}`;
  const exists = git('for-each-ref', '--format=%(refname)', branch) === branch;
  const due = expected.branch ?? (expected.state === 'succeeded' && task?.commit !== null);
  expect(exists, `the branch of ${key} exists`).toBe(due);
  for (const [number, texts] of Object.entries(expected.prompts)) {
    const note = notes.find(
      ({ task, attempt, what }) => what === 'began' && task === key && attempt === Number(number),
    );
    expectTexts(note?.what === 'began' ? note.prompt : '', texts, `prompt of ${key}, attempt ${number}`);
  }
  for (const [number, texts] of Object.entries(expected.logs)) {
    expectTexts(record.log.get(attemptOf(attempts, number)?.id ?? '') ?? '', texts, `log of ${key}, attempt ${number}`);
  }
  for (const [number, files] of Object.entries(expected.kept)) {
    const ref = attemptOf(attempts, number)?.ref ?? `attempt ${number} of ${key}`;
    for (const [path, content] of Object.entries(files)) expectFile(ref, path, content, git);
  }
  for (const [number, part] of Object.entries(expected.messages)) {
    expect(attemptOf(attempts, number)?.message, `message of ${key}, attempt ${number}`).toContain(part);
  }
}

function attemptOf(attempts: readonly AttemptView[], number: string): AttemptView | undefined {
  return attempts.find((attempt) => attempt.number === Number(number));
}

function expectReason(reason: { readonly code: string; readonly message: string } | null, expected?: string): void {
  if (expected === undefined) return;
  const [, code = '', message = ''] = /^(\w+)(?:: (.*))?$/s.exec(expected) ?? [];
  expect(reason?.code).toBe(code);
  expect(reason?.message).toContain(message);
}

function expectFile(
  branch: string,
  path: string,
  content: string | Texts | null,
  git: (...args: string[]) => string,
): void {
  const exists = git('ls-tree', '-r', '--name-only', '-z', branch).split('\0').includes(path);
  expect(exists, `${path} exists on ${branch}`).toBe(content !== null);
  if (content === null) return;
  // `git` trims what it prints.
  const text = git('cat-file', 'blob', `${branch}:${path}`);
  if (typeof content === 'string') expect(text, path).toBe(content.trim());
  else expectTexts(text, content, path);
}

function expectTexts(text: string, { has, lacks }: Texts, what: string): void {
  for (const part of has) expect(text, what).toContain(part);
  for (const part of lacks) expect(text, what).not.toContain(part);
}

/** Whether an event is of a pattern. */
export function fits(event: EventView, pattern: EventPattern): boolean {
  const fields: Readonly<Record<string, unknown>> = { ...event.data, ...event };
  return Object.entries(pattern).every(([name, wanted]) => {
    const regular = typeof wanted === 'string' && /^\/(.*)\/$/.exec(wanted)?.[1];
    if (regular) return new RegExp(regular).test(JSON.stringify(fields[name]) ?? '');
    return fields[name] === wanted;
  });
}

function expectOrder(events: readonly EventView[], patterns: readonly EventPattern[]): void {
  let from = 0;
  for (const pattern of patterns) {
    const index = events.findIndex((event, place) => place >= from && fits(event, pattern));
    expect(index, `${told(pattern)} after ${told(patterns)}`).toBeGreaterThanOrEqual(0);
    from = index + 1;
  }
}

/** The times of attempts must not overlap, as the service recorded them. */
function expectApart({ attempts }: RunRecord, keys: readonly string[]): void {
  const all = keys.includes('*') ? [...attempts.keys()] : keys;
  const spans = all
    .flatMap((key) => attempts.get(key) ?? [])
    .map(({ task, number, leasedAt, endedAt }) => ({
      name: `${task} ${number}`,
      from: leasedAt,
      to: endedAt ?? Infinity,
    }))
    .sort((one, other) => one.from - other.from);
  for (const [index, span] of spans.entries()) {
    const next = spans[index + 1];
    if (next !== undefined) expect(next.from, `${span.name} and then ${next.name}`).toBeGreaterThanOrEqual(span.to);
  }
}

function told(value: unknown): string {
  return JSON.stringify(value);
}
