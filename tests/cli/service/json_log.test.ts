import { expect, it } from 'vitest';
import { jsonLog } from '../../../src/cli/service/json_log.ts';

it('tells no token, wherever one came into a line', () => {
  const lines: string[] = [];
  const log = jsonLog((line) => lines.push(line), 'info');
  const ours = `pwr_${'aB3-_'.repeat(9).slice(0, 43)}`;
  const theirs = ['ghs', 'a1B2'.repeat(9)].join('_');
  log('warn', `A request failed: Bearer ${ours}.`, { error: `at ${theirs}`, path: '/api', nested: [{ token: ours }] });
  expect(JSON.parse(lines.join(''))).toMatchObject({
    level: 'warn',
    message: 'A request failed: Bearer [secret].',
    error: 'at [secret]',
    path: '/api',
    nested: [{ token: '[secret]' }],
  });
});

it('says what it is asked for and above', () => {
  const lines: string[] = [];
  const log = jsonLog((line) => lines.push(line), 'warn');
  log('info', 'not said');
  log('error', 'said');
  expect(lines.map((line) => JSON.parse(line).message)).toEqual(['said']);
});
