import { expect, test } from 'vitest';
import { findOverlaps } from '../../../src/core/plan/overlaps.ts';
import { parsePlan } from '../../../src/core/plan/parse_plan.ts';

function overlapsOf(tasks: string) {
  const parsed = parsePlan(`## Tasks\n${tasks}`);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return findOverlaps(parsed.plan);
}

test('tasks about the same files or lock overlap, unless one waits for the other or is done', () => {
  const { found, isCut } = overlapsOf(`- [ ] a: a (files: \`src/**\`)
- [ ] b: b (files: \`src/b.ts\`, \`docs/**\`)
- [ ] c: c (files: \`docs/*.md\`; after a)
- [ ] d: d (files: \`src/d.ts\`; after c)
- [x] e: e (files: \`src/**\`)
- [ ] f: f (locks: staging)
- [ ] g: g (locks: staging, production)
- [ ] h: h
`);
  expect(isCut).toBe(false);
  expect(found).toEqual([
    { task: 'a', others: ['b'], by: { kind: 'files', what: 'src/**' } },
    { task: 'b', others: ['c'], by: { kind: 'files', what: 'docs/**' } },
    { task: 'f', others: ['g'], by: { kind: 'lock', what: 'staging' } },
  ]);
});

test('those that meet one task for the same reason are named together', () => {
  const { found } = overlapsOf('- [ ] a: a (files: `x`)\n- [ ] b: b (files: `x`)\n- [ ] c: c (files: `x`)\n');
  expect(found.map(({ task, others }) => [task, others])).toEqual([
    ['a', ['b', 'c']],
    ['b', ['c']],
  ]);
});

test('a plan beyond what is compared says so', () => {
  const tasks = Array.from({ length: 1_001 }, (_, index) => `- [ ] t${index}x: x (files: \`x\`)`);
  expect(overlapsOf(tasks.join('\n'))).toEqual({ found: [], isCut: true });
  const different = Array.from({ length: 400 }, (_, index) => `- [ ] t${index}x: x (files: \`x/${index}\`)`);
  expect(overlapsOf(different.join('\n'))).toEqual({ found: [], isCut: true });
});
