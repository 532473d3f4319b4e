import { expect } from 'vitest';
import { fits } from '../scenarios/expectations.ts';
import type { CheckRun, Comment } from '../support/github/state.ts';
import type { Texts } from '../support/scenario_files.ts';
import { kindOf, type Outcome, stateOf } from './outcome.ts';
import { fullBranch, type Performance, shortBranch } from './performance.ts';
import type { Expected } from './scenario.ts';

/** Compares all that is on GitHub and in the service with what the scenario expects. */
export async function expectOutcome(performance: Performance, outcome: Outcome): Promise<void> {
  const { expected } = performance.scenario;
  expectRun(outcome, expected, performance.tolerated);
  expectComments(outcome, expected);
  expectThreads(performance, expected);
  expectPulls(outcome, expected);
  expectChecks(outcome, expected);
  expectIssue(performance, expected);
  expect(outcome.branches, 'branches').toEqual([...expected.branches].sort());
  for (const [branch, files] of Object.entries(expected.files)) await expectFiles(performance, branch, files);
  expectPrompts(performance, expected);
  expectEvents(outcome, expected);
  expectWrites(outcome, expected);
}

/** What shows how things stand is written as time goes, and at most as often as something happens. */
function expectWrites({ made, shown, record }: Outcome, expected: Expected): void {
  expect(made.length, made.join('\n')).toBeLessThanOrEqual(expected.writes);
  const events = record?.events.length ?? 0;
  expect(shown.length, `${events} events\n${shown.join('\n')}`).toBeLessThanOrEqual(4 + 2 * events);
}

function expectRun({ record, runs }: Outcome, expected: Expected, tolerated: readonly string[]): void {
  expect(runs, 'runs').toBe(expected.runs ?? (expected.run === undefined ? 0 : 1));
  if (record === undefined) return;
  const tasks = record.tasks.map((task) => {
    const ends = (record.attempts.get(task.key) ?? []).map((attempt) => attempt.class ?? attempt.state);
    const attempts = ends.filter((end) => !tolerated.includes(end));
    return [task.key, { state: task.state, attempts }] as const;
  });
  const failures = [...record.attempts.values()].flat().filter(({ message }) => message !== null);
  const why = failures.map(({ task, number, message }) => `${task} ${number}: ${message}`).join('\n');
  expect({ run: record.run.state, ...Object.fromEntries(tasks) }, why).toEqual({
    run: expected.run,
    ...Object.fromEntries(
      Object.entries(expected.tasks).map(([key, { state, attempts }]) => [key, { state, attempts }]),
    ),
  });
  expectReason(record.run.reason, expected.reason, 'the run');
  for (const [key, { reason }] of Object.entries(expected.tasks)) {
    expectReason(record.tasks.find((task) => task.key === key)?.reason ?? null, reason, key);
  }
}

function expectReason(
  reason: { readonly code: string; readonly message: string } | null,
  expected: string | undefined,
  what: string,
): void {
  if (expected === undefined) return;
  expect(`${reason?.code}: ${reason?.message}`, `reason of ${what}`).toContain(expected);
}

function expectComments({ ours, inPulls, reactions }: Outcome, expected: Expected): void {
  expectWritten(ours, expected.comments, 'comments on the issue');
  expect(Object.keys(inPulls).sort(), 'pull requests with comments').toEqual(
    Object.keys(expected['pull-comments']).sort(),
  );
  for (const [branch, comments] of Object.entries(expected['pull-comments'])) {
    expectWritten(inPulls[branch] ?? [], comments, `comments on the pull request from ${branch}`);
  }
  expect(reactions, 'reactions').toEqual(expected.reactions);
}

function expectWritten(comments: readonly Comment[], expected: Expected['comments'], what: string): void {
  const told = comments.map(({ body }) => body).join('\n----\n');
  expect(comments.map(kindOf), `${what}:\n${told}`).toEqual(expected.map(({ kind }) => kind));
  for (const [index, texts] of expected.entries()) {
    expectTexts(comments[index]?.body ?? '', texts, `${texts.kind} comment`);
  }
}

/** What Planwright answered in threads of reviews, in the order of the threads: attempts of several tasks end in any order. */
function expectThreads({ github, repository }: Performance, { threads }: Expected): void {
  const answers = github.pulls(repository).flatMap(({ pull }) => {
    const ours = pull.reviewComments.filter(({ author }) => author.endsWith('[bot]'));
    const byThread = ours.toSorted((a, b) => (a.replyTo ?? a.id) - (b.replyTo ?? b.id) || a.id - b.id);
    return byThread.map(({ body }) => [shortBranch(pull.headBranch), body] as const);
  });
  const byBranch = Map.groupBy(answers, ([branch]) => branch);
  expect([...byBranch.keys()].sort(), 'answered threads').toEqual(Object.keys(threads).sort());
  for (const [branch, parts] of Object.entries(threads)) {
    const found = (byBranch.get(branch) ?? []).map(([, body]) => body);
    expect(found, branch).toEqual(parts.map((part) => expect.stringContaining(part)));
  }
}

function expectPulls({ pulls }: Outcome, expected: Expected): void {
  const found = pulls.map((each) => ({
    head: shortBranch(each.pull.headBranch),
    base: shortBranch(each.pull.baseBranch),
    state: stateOf(each),
    draft: each.pull.draft,
    reviewers: [...each.pull.requestedReviewers].sort(),
  }));
  const wanted = [...expected.pulls].sort((a, b) => a.head.localeCompare(b.head));
  expect(found, 'pull requests').toEqual(
    wanted.map(({ head, base, state, draft, reviewers }) => ({ head, base, state, draft, reviewers })),
  );
  for (const [index, { title, body, head, 'merged-by': mergedBy }] of wanted.entries()) {
    const pull = pulls[index];
    if (title !== undefined) expect(pull?.title, `title of ${head}`).toBe(title);
    if (mergedBy !== undefined) expect(pull?.pull.mergedBy, `who merged ${head}`).toBe(mergedBy);
    expectTexts(pull?.body ?? '', body, `body of ${head}`);
  }
}

function expectChecks({ checks }: Outcome, expected: Expected): void {
  const found = [...checks].map(([name, runs]) => [name, runs.map(({ conclusion }) => conclusion)]);
  const wanted = Object.entries(expected.checks).map(([name, runs]) => [
    name,
    runs.map((run) => (typeof run === 'string' ? run : run.conclusion)),
  ]);
  expect(Object.fromEntries(found), 'check runs').toEqual(Object.fromEntries(wanted));
  for (const [name, runs] of Object.entries(expected.checks)) {
    for (const [index, run] of runs.entries()) {
      const check = checks.get(name)?.[index];
      if (typeof run === 'string' || check === undefined) continue;
      expectTexts(textOf(check), run.text, name);
      if (run.buttons !== undefined) {
        expect(
          check.actions.map(({ identifier }) => identifier),
          `buttons of ${name}`,
        ).toEqual(run.buttons);
      }
    }
  }
}

function textOf({ output: { title, summary, text } }: CheckRun): string {
  return [title, summary, text].filter((part) => part !== null).join('\n');
}

/** Ticks are the only characters of the plan that Planwright changes. */
function expectIssue({ github, repository, issue: number, written }: Performance, expected: Expected): void {
  const issue = github.issue(repository, number);
  const body = issue.body ?? '';
  const ticked = [...body.matchAll(/^[-*] \[x\] `?([\w.-]+)`?:/gm)].map(([, key]) => key);
  for (const [other, state] of Object.entries(expected.issues))
    expect(github.issue(repository, Number(other)).state, `issue ${other}`).toBe(state);
  expect({ state: issue.state, labels: [...issue.labels].sort(), ticked }, 'issue').toEqual({
    ...expected.issue,
    labels: [...expected.issue.labels].sort(),
  });
  expect(untick(body), 'plan').toBe(untick(written));
}

function untick(body: string): string {
  return body.replaceAll('[x]', '[ ]');
}

async function expectFiles(
  performance: Performance,
  branch: string,
  files: Readonly<Record<string, string | Texts | null>>,
): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    const found = await performance.github.file(performance.repository, fullBranch(branch, performance), path);
    const name = `${path} on ${branch}`;
    if (content === null || typeof content === 'string') expect(found ?? null, name).toBe(content);
    else expectTexts(found ?? '', content, name);
  }
}

/** Attempts that never began to work, on a busy machine, were told nothing. */
function expectPrompts({ meetingPoint: { notes } }: Performance, { prompts }: Expected): void {
  for (const [task, attempts] of Object.entries(prompts)) {
    for (const [number, texts] of Object.entries(attempts)) {
      const began = notes.find(
        (note) => note.what === 'began' && note.task === task && note.attempt === Number(number),
      );
      expectTexts(began?.what === 'began' ? began.prompt : '', texts, `what attempt ${number} of ${task} is told`);
    }
  }
}

function expectEvents({ record }: Outcome, { order, never }: Expected): void {
  const events = record?.events ?? [];
  const told = events.map(({ kind, task, data }) => `${kind} ${task ?? ''} ${JSON.stringify(data)}`).join('\n');
  for (const patterns of order) {
    let from = 0;
    for (const pattern of patterns) {
      const index = events.findIndex((event, place) => place >= from && fits(event, pattern));
      expect(index, `${JSON.stringify(pattern)} in order in\n${told}`).toBeGreaterThanOrEqual(0);
      from = index + 1;
    }
  }
  for (const pattern of never) expect(events.filter((event) => fits(event, pattern))).toEqual([]);
}

function expectTexts(text: string, { has, lacks }: Texts, what: string): void {
  for (const part of has) expect(text, what).toContain(part);
  for (const part of lacks) expect(text, what).not.toContain(part);
}
