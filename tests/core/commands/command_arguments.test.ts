import { describe, expect, it } from 'vitest';
import { ARGUMENT_READERS } from '../../../src/core/commands/command_arguments.ts';
import type { CommandTakes } from '../../../src/core/commands/command_table.ts';
import { type SpokenLine, spokenLines } from '../../../src/core/commands/spoken_lines.ts';

/** What follows the first command of a comment. */
function read(takes: CommandTakes, comment: string) {
  const [line] = spokenLines(comment, (text) => text.startsWith('/planwright')) as [SpokenLine];
  return ARGUMENT_READERS[takes](line.text.split(/\s+/).slice(2), line);
}
const given = (argument: unknown) => ({ kind: 'read', argument });

describe('what more is allowed', () => {
  it.each([
    ['+5', null, { unit: 'money', amount: 5_000_000 }],
    ['+$5', null, { unit: 'money', amount: 5_000_000 }],
    ['+ 2.50 $', null, { unit: 'money', amount: 2_500_000 }],
    ['parser +$5', 'parser', { unit: 'money', amount: 5_000_000 }],
    ['`parser` +5 USD', 'parser', { unit: 'money', amount: 5_000_000 }],
    ['+200k tokens', null, { unit: 'tokens', amount: 200_000 }],
    ['+2M', null, { unit: 'tokens', amount: 2_000_000 }],
    ['+300000 tokens', null, { unit: 'tokens', amount: 300_000 }],
  ])('%s', (words, task, more) => {
    expect(read('amount', `/planwright budget ${words}`)).toEqual(given({ task, more }));
  });

  it.each([
    ['5', '+5'],
    ['$5', '+$5'],
    ['200k tokens', '+200k tokens'],
    ['+much', null],
    ['+0', null],
    ['', null],
    ['+5 +6', null],
    ['a task of more words +5', null],
  ])('is not %j', (words, meant) => {
    expect(read('amount', `/planwright budget ${words}`)).toEqual({ kind: 'lacking', meant });
  });
});

describe('an answer', () => {
  it.each([
    ['/planwright answer Q3 keep', 'Q3', 'keep'],
    ['/planwright answer q3: keep  it', 'q3', 'keep  it'],
    ['- /planwright answer `schema` drop', 'schema', 'drop'],
    ['/planwright answer Q3 keep it,\nbut rename it.\n\nThanks', 'Q3', 'keep it,\nbut rename it.'],
    ['/planwright answer Q3 keep\n> quoted', 'Q3', 'keep'],
    ['- /planwright answer Q3 keep\n- thanks', 'Q3', 'keep'],
    ['/planwright answer Q3\n\nkeep it\n\n```\ncode\n```\n', 'Q3', 'keep it\n\n```\ncode\n```'],
    ['/planwright answer Q3\n\nkeep\n/planwright answer Q4 drop', 'Q3', 'keep'],
    ['/planwright answer Q3 keep\n/planwright answer Q4 drop', 'Q3', 'keep'],
  ])('%j', (comment, about, text) => {
    expect(read('answer', comment)).toEqual(given({ about, text }));
  });

  it.each(['', ' Q3', ' Q3\n/planwright answer Q4 x', ` ${'q'.repeat(101)} x`])('is not%j', (words) => {
    expect(read('answer', `/planwright answer${words}`)).toEqual({ kind: 'lacking', meant: null });
  });
});
