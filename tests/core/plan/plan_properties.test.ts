import { expect, test } from 'vitest';
import { analysePlan, rankTasks } from '../../../src/core/plan/analyse_plan.ts';
import { hashPlan } from '../../../src/core/plan/hash_plan.ts';
import { planMermaid } from '../../../src/core/plan/mermaid.ts';
import { parsePlan } from '../../../src/core/plan/parse_plan.ts';
import type { Plan } from '../../../src/core/plan/plan.ts';
import fc from '../../support/fast_check.ts';
import { printPlan } from '../../support/print_plan.ts';
import { planArbitrary } from './plan_arbitrary.ts';

/** Pieces of which plans, nearly plans and nonsense are made. */
const pieceArbitrary = fc.constantFrom(
  ...[
    '## Tasks',
    '### Group',
    '**Tasks**',
    'Plan\n---',
    '- [ ] a: A (after b)',
    '- [x] b',
    '1. [ ] c: C',
    '  - verify: npm test',
  ],
  ...[
    '  - [ ] works',
    '\t- files: `src/**`',
    '```',
    '```planwright',
    'base: main',
    'verify: *x',
    '<!--',
    '-->',
    '> quote',
    '- plain',
    '<div>',
  ],
  ...[
    '',
    '',
    '    code',
    '- [ ] (after: a; agent: x)',
    '- [ ] #12',
    '- after: a',
    'text',
    '===',
    '---',
    '- [ ]',
    '\u202Eabc',
    '🙂',
    '~~~',
    '-',
    '2. x',
  ],
);
const nearlyPlanArbitrary = fc
  .tuple(
    fc.array(fc.oneof({ weight: 6, arbitrary: pieceArbitrary }, { weight: 1, arbitrary: fc.string() }), {
      maxLength: 30,
    }),
    fc.constantFrom('\n', '\r\n', '\n\n'),
  )
  .map(([pieces, lineEnd]) => pieces.join(lineEnd));

/** Pieces that seldom make a problem of what they stand beside. */
const goodPieceArbitrary = fc.constantFrom(
  ...['### Group', '### Group', '### B (after group)', '#### Inner', '**Bold**', '## Notes', '## Tasks', '# Plan'],
  ...[
    '- [ ] Title',
    '- [x] done',
    '1. [ ] numbered',
    '  - verify: npm test',
    '  - [ ] works',
    '  - Acceptance:',
    '    - [ ] nested',
    '      more',
  ],
  ...[
    '  text',
    '  ```\n  - [ ] code\n  ```',
    'text',
    '',
    '',
    '> quote',
    '<!-- x -->',
    '- plain: text',
    '    code',
    '  1. one',
    '\t- tab',
    '- [ ] last (after group)',
  ],
);

/** The plan with every line number set to the same. */
function withoutLines(plan: Plan): Plan {
  const groups = plan.groups.map((group) => ({ ...group, line: 1 }));
  return { ...plan, groups, tasks: plan.tasks.map((task) => ({ ...task, line: 1 })) };
}

test('parsing never throws, and problems come sorted with what and how to mend', () => {
  const anyText = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), nearlyPlanArbitrary);
  fc.assert(
    fc.property(anyText, (text) => {
      const parsed = parsePlan(text);
      if (parsed.ok) return;
      expect(parsed.problems.length).toBeGreaterThan(0);
      const lines = parsed.problems.map((problem) => problem.line);
      expect(lines).toEqual([...lines].sort((left, right) => left - right));
      for (const problem of parsed.problems) {
        expect(problem.line).toBeLessThanOrEqual(text.split(/\r\n|\r|\n/).length);
        expect(`${problem.message}${problem.mend}`).not.toMatch(/\n/);
      }
    }),
    { numRuns: 800 },
  );
});

test('a printed plan parses to the same plan', () => {
  fc.assert(
    fc.property(planArbitrary, (plan) => {
      const parsed = parsePlan(printPlan(plan));
      expect(parsed.ok ? withoutLines(parsed.plan) : parsed.problems).toEqual(plan);
    }),
    { numRuns: 200 },
  );
});

test('what was parsed once survives printing and parsing again', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        nearlyPlanArbitrary,
        fc.array(goodPieceArbitrary).map((pieces) => pieces.join('\n')),
      ),
      (text) => {
        const first = parsePlan(`${text}\n\n## Tasks\n- [ ] last`);
        if (!first.ok) return;
        const second = parsePlan(printPlan(first.plan));
        expect(second.ok ? withoutLines(second.plan) : second.problems).toEqual(withoutLines(first.plan));
        expect(second.ok && hashPlan(second.plan)).toBe(hashPlan(first.plan));
      },
    ),
    { numRuns: 800 },
  );
});

test('waves and ranks follow the dependencies, and the chart holds every task', () => {
  fc.assert(
    fc.property(planArbitrary, (plan) => {
      const { waves } = analysePlan(plan);
      const waveOf = new Map(waves.flatMap((ids, index) => ids.map((id) => [id, index] as const)));
      const ranks = rankTasks(plan);
      for (const task of plan.tasks) {
        const before = task.dependencies.map((id) => waveOf.get(id) ?? 0);
        expect(waveOf.get(task.id)).toBe(Math.max(-1, ...before) + 1);
        for (const id of task.dependencies) expect(ranks.get(id)).toBeGreaterThanOrEqual(ranks.get(task.id) ?? 0);
      }
      expect(planMermaid(plan).match(/^ +n\d+\["/gm)).toHaveLength(plan.tasks.length);
    }),
    { numRuns: 200 },
  );
});
