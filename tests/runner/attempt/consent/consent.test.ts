import { expect, it } from 'vitest';
import { ALLOW, consents, DISCARD } from '../../../../runner/attempt/consent/consent.ts';

const LINE = 'added file a1 "docs/keys.md"';

it('an answer counts for what was asked, and for no question of another kind', () => {
  const answers = [
    { source: 'agent', details: LINE, answer: ALLOW },
    { source: 'secret_shapes', details: LINE, answer: ALLOW },
    { source: 'protected_paths', details: LINE, answer: 'rather not' },
    { source: 'agent', details: LINE, answer: ALLOW },
  ] as const;
  expect([...consents(answers, 'protected_paths')]).toEqual([[LINE, DISCARD]]);
  expect([...consents(answers, 'secret_shapes')]).toEqual([[LINE, ALLOW]]);
  expect(consents(answers.slice(0, 1), 'protected_paths').size).toBe(0);
});
