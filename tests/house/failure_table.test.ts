import { expect, it } from 'vitest';
import { FAILURE_POLICIES, type FailurePolicy, INTERRUPTIONS } from '../../src/core/retry/failure_policy.ts';
import { read } from './source_files.ts';

it('the guide tells what follows each class of failure as the table has it', () => {
  const rows = read('docs/guide.md')
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .filter((cells) => cells.length === 8 && Object.hasOwn(FAILURE_POLICIES, (cells[1] ?? '').replaceAll('`', '')))
    .map(([, name = '', , ...told]) => [name.replaceAll('`', ''), told.slice(0, 4)]);
  const expected = Object.entries(FAILURE_POLICIES).map(([name, policy]) => [
    name,
    [further(policy), AGENT[policy.breaker], policy.otherAgent ? 'yes' : 'no', policy.end],
  ]);
  expect(Object.fromEntries(rows)).toEqual(Object.fromEntries(expected));
  expect(rows).toHaveLength(expected.length);
});

it('the guide names the classes of failures that are interruptions', () => {
  const [, named = ''] = /An agent that was interrupted \(([^)]*)\)/.exec(read('docs/guide.md')) ?? [];
  expect([...named.matchAll(/`(\w+)`/g)].map(([, name]) => name).sort()).toEqual([...INTERRUPTIONS].sort());
});

const AGENT = { counts: 'counts', opens: 'rests', nothing: '' } as const;

function further({ bound }: FailurePolicy): string {
  switch (bound.by) {
    case 'retries':
      return '`retries`';
    case 'class':
    case 'class_of_agent':
      return String(bound.most);
    case 'never':
      return '0';
    case 'nothing':
      return 'always';
    default:
      return bound satisfies never;
  }
}
