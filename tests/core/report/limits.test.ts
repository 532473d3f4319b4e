import { expect, test } from 'vitest';
import { NO_AGENT_SETTINGS } from '../../../src/core/agents/agent_settings.ts';
import { routeTasks } from '../../../src/core/agents/route_task.ts';
import type { Plan } from '../../../src/core/plan/plan.ts';
import type { PlanEdit } from '../../../src/core/plan_edit.ts';
import { approvalLine } from '../../../src/core/report/approval_line.ts';
import { committedReport } from '../../../src/core/report/committed_report.ts';
import { finalCheck } from '../../../src/core/report/final_check.ts';
import { finalPull } from '../../../src/core/report/final_pull.ts';
import { finalReport } from '../../../src/core/report/final_report.ts';
import { findMarker } from '../../../src/core/report/markers.ts';
import { planDiff } from '../../../src/core/report/plan_diff.ts';
import { preflight } from '../../../src/core/report/preflight.ts';
import { planInComment, proposedText } from '../../../src/core/report/proposed_text.ts';
import { questionCheck, settledCheck } from '../../../src/core/report/question_check.ts';
import { questionComment } from '../../../src/core/report/question_comment.ts';
import { questionReminder } from '../../../src/core/report/question_reminder.ts';
import { GITHUB_TEXT_LIMIT, UNMARKED_TEXT_LIMIT } from '../../../src/core/report/shorten.ts';
import { statusComment } from '../../../src/core/report/status_comment.ts';
import { taskCheck } from '../../../src/core/report/task_check.ts';
import { taskPull } from '../../../src/core/report/task_pull.ts';
import type { QuestionView } from '../../../src/protocol/questions.ts';
import fc from '../../support/fast_check.ts';
import { planOf } from '../../support/plans.ts';
import { failed } from '../records.ts';
import {
  attemptView,
  evidence,
  HEAD,
  MINUTE,
  merged,
  runReport,
  START,
  type TaskSketches,
  taskReport,
} from './reports.ts';
import { KEEP } from './scenes.ts';

/**
 * However large a plan is and whatever stands in it, GitHub takes what is said of it: nothing exceeds its limit, and marks, hashes and
 * boxes to be ticked are never cut.
 */

/** What grows when it is made harmless, closes or opens something, or is more than one code unit. */
const piece = fc.constantFrom(
  '@bob ',
  'fixes #1 ',
  '`',
  '<b>',
  '&amp;',
  '😀',
  '| ',
  '- [ ] ',
  '\n```\n',
  'long words ',
  '![x](y)',
  ']: ',
);
const words = (most: number) =>
  fc.tuple(fc.array(piece, { minLength: 1, maxLength: 6 }), fc.integer({ min: 1, max: most })).map(
    ([pieces, length]) =>
      pieces
        .join('')
        .repeat(Math.ceil(length / 4))
        .slice(0, length)
        .toWellFormed() || 'x',
  );

const STATES = ['succeeded', 'failed', 'quarantined', 'blocked', 'running', 'skipped', 'pending'] as const;

const situation = fc.record({
  count: fc.integer({ min: 1, max: 20 }),
  title: words(300),
  said: words(2_000),
  option: words(200),
  asking: fc.integer({ min: 1, max: 20 }),
  options: fc.integer({ min: 0, max: 20 }),
  state: fc.constantFrom('running', 'in_review', 'failed', 'succeeded', 'canceled'),
  offset: fc.nat({ max: 6 }),
});

/** As much of everything as there may be. */
const LARGEST: Situation = {
  ...{ count: 500, asking: 500, options: 20, state: 'running', offset: 0 },
  title: '`<b>'.repeat(75),
  said: '<b>&amp;`😀'.repeat(100),
  option: '`<'.repeat(100),
};

type Situation = typeof situation extends fc.Arbitrary<infer Of> ? Of : never;

function planIn({ count, title, said }: Situation): Plan {
  return planOf(
    Array.from({ length: count }, (_, index) => ({
      id: `task-${index}-${'x'.repeat(40)}`,
      title,
      instructions: said,
      dependencies: index < 10 ? [] : [`task-${index - 10}-${'x'.repeat(40)}`],
      criteria: [{ text: said, done: index % 2 === 0 }],
    })),
  );
}

function asks({ said, option, options }: Situation, task: string, n: number): QuestionView {
  return {
    ...KEEP,
    ...{ task, n, text: said, details: said, passedOn: said },
    options: Array.from({ length: options }, (_, index) => `${index} ${option}`.slice(0, 200)),
    ...{ default: said, deadlineAt: START + MINUTE },
  };
}

function reportIn(of: Situation) {
  const plan = planIn(of);
  const tasks: TaskSketches = Object.fromEntries(
    plan.tasks.map(({ id }, index) => {
      const state = STATES[(index + of.offset) % STATES.length] ?? 'pending';
      const reason = { code: 'x', message: of.said };
      const latest = attemptView({
        progress: of.said,
        evidence: [evidence({ argv: ['sh', of.said], outputTail: of.said })],
      });
      const questions = state === 'blocked' ? [asks(of, id, 1 + (index % of.asking))] : [];
      const sketch = { state, reason, latest, questions, attempts: 2 };
      return [id, state === 'succeeded' ? merged(index + 1, { latest }) : sketch];
    }),
  );
  return runReport({
    plan,
    tasks,
    run: { state: of.state, reason: { code: 'x', message: of.said }, finalPull: 7, endedAt: START + MINUTE },
    notices: Array.from({ length: 60 }, () => ({ text: of.said, sort: 'done' as const })),
    settled: [[{ ...asks(of, 'a', 1), state: 'answered', answer: of.said, answeredBy: of.title, overruled: of.said }]],
    refusedEdit: { by: of.said, task: 12 },
  });
}

/** What was shown of a plan that waits, with the plan in it where the orchestrator made that. */
function preflightOf(plan: Plan, text?: string) {
  const routing = routeTasks(plan.tasks, { ...plan, agent: null }, NO_AGENT_SETTINGS, 40, []);
  const proposal = {
    plan,
    planHash: HASH,
    by: 'alice',
    agents: NO_AGENT_SETTINGS,
    ...(text === undefined ? {} : { text }),
  };
  return preflight({ proposal, routing, likely: new Map(), history: [], offered: new Set() });
}
const HASH = 'a1b2c3d4'.repeat(8);

function edits({ count, said, title }: Situation, plan: Plan): readonly PlanEdit[] {
  const ids = plan.tasks.map(({ id }) => id);
  const by = title;
  const changed = ids.map((id) => ({ id, what: ['title', 'text'] }));
  const followed = {
    ...{ kind: 'plan_edited', by, added: ids, changed, removed: ids, ticked: ids, around: true },
    leftAlone: changed.map((each) => ({ ...each, was: 'changed' as const })),
    settings: [{ key: 'verify', from: said, to: said, counts: 'now' as const }],
  };
  return Array.from({ length: Math.min(count, 20) }, () => ({ at: START, body: followed }) as unknown as PlanEdit);
}

test('no text of a run exceeds what GitHub takes, and nothing that is looked for in it is cut', () => {
  fc.assert(
    fc.property(situation, (of) => {
      const report = reportIn(of);
      const asked = Array.from({ length: of.asking }, (_, index) => asks(of, report.tasks[index]?.key ?? 'a', 3));
      const question = questionComment({ report, asked });
      const task = taskReport({
        outcome: failed({ message: of.said, summary: of.said.repeat(20), commit: HEAD }),
        next: 'quarantined',
      });
      const check = questionCheck(report, 'a', asked, taskCheck(task));
      const plan = report.plan;
      const shown = preflightOf(plan);
      const unmarked = [
        statusComment(report),
        question,
        questionComment({ report, asked: asked.map((each) => ({ ...each, state: 'answered', answer: of.said })) }),
        questionReminder({ report, asked }),
        finalPull(report).body,
        finalReport(report),
        planDiff(edits(of, plan), plan),
        shown,
      ];
      for (const text of unmarked) expect(text.length).toBeLessThanOrEqual(UNMARKED_TEXT_LIMIT);
      const settled = settledCheck(report, 'a', asked, taskCheck(task));
      const final = finalCheck(report);
      const marked = [
        ...[committedReport(report), taskPull(task).body, check.summary, settled.summary, taskCheck(task).summary],
        ...[taskCheck(task).text, final?.summary ?? '', final?.text ?? ''],
      ];
      for (const text of marked) expect(text.length).toBeLessThanOrEqual(GITHUB_TEXT_LIMIT);
      for (const text of [...unmarked, ...marked]) expect(text.isWellFormed()).toBe(true);
      expect(unmarked[0]?.split('\n')[0]).toMatch(/^\*\*/);
      expect(question.match(/^- \[ \] \d/gm)?.length ?? 0).toBe(of.options);
      expect(question).toContain('Wanted of @alice: ');
      expect(check.summary).toContain('Wanted of @alice: ');
      expect(shown).toContain(approvalLine(HASH));
      expect(findMarker(taskPull(task).body)?.kind).toBe('task');
      expect(findMarker(committedReport(report))?.kind).toBe('report');
    }),
    { numRuns: 3, examples: [[LARGEST]] },
  );
});

test('a plan that was proposed stays whole beside what is said of it, to be edited', () => {
  fc.assert(
    fc.property(situation, words(30_000), (of, written) => {
      const text = proposedText(written).slice(0, 30_000);
      const shown = preflightOf(planIn(of), text);
      expect(shown.length).toBeLessThanOrEqual(UNMARKED_TEXT_LIMIT);
      expect(planInComment(shown)?.trim()).toBe(text.trim());
      expect(shown).toContain(approvalLine(HASH));
    }),
    { numRuns: 3 },
  );
});
