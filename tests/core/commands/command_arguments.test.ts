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

describe('a budget', () => {
  const money = (costMicros: number) => ({ costMicros, tokens: null });
  it.each([
    ['+5', 'add', money(5_000_000)],
    ['+$5', 'add', money(5_000_000)],
    ['+ 2.50 $', 'add', money(2_500_000)],
    ['`+5 USD`', 'add', money(5_000_000)],
    ['$30', 'set', money(30_000_000)],
    ['30', 'set', money(30_000_000)],
    ['+200k tokens', 'add', { costMicros: null, tokens: 200_000 }],
    ['2M', 'set', { costMicros: null, tokens: 2_000_000 }],
    ['+$5, +2M tokens', 'add', { costMicros: 5_000_000, tokens: 2_000_000 }],
    ['+5 and 300k tokens', 'add', { costMicros: 5_000_000, tokens: 300_000 }],
  ])('%s', (words, how, amounts) => {
    expect(read('amount', `/planwright budget ${words}`)).toEqual(given({ how, amounts }));
  });

  it('is shown where nothing is said', () => {
    expect(read('amount', '/planwright budget')).toEqual(given(null));
  });

  it.each(['+much', '+0', '+', '+5 +6', '-5', 'a task +5', '++5', '$5 $6'])('is not %j', (words) => {
    expect(read('amount', `/planwright budget ${words}`)).toEqual({ kind: 'lacking', meant: null });
  });
});

describe('an answer', () => {
  it.each([
    ['/planwright answer Q3 keep', 'Q3', 'keep'],
    ['/planwright answer Q3', 'Q3', ''],
    ['/planwright answer', '', ''],
    ['/planwright answer Q3\n/planwright answer Q4 x', 'Q3', ''],
    ['/planwright answer q3: keep  it', 'q3', 'keep  it'],
    ['- /planwright answer `schema` drop', 'schema', 'drop'],
    ['/planwright answer Q3 keep it,\nbut rename it.\n\nThanks', 'Q3', 'keep it,\nbut rename it.'],
    ['/planwright answer Q3 keep\n> quoted', 'Q3', 'keep'],
    ['- /planwright answer Q3 keep\n- thanks', 'Q3', 'keep'],
    ['/planwright answer Q3\n\nkeep it\n\n```\ncode\n```\n', 'Q3', 'keep it\n\n```\ncode\n```'],
    ['/planwright answer Q3\n\nkeep\n/planwright answer Q4 drop', 'Q3', 'keep'],
    ['/planwright answer Q3 keep\n/planwright answer Q4 drop', 'Q3', 'keep'],
    ['/planwright answer Q3 \u200B\u2060', 'Q3', ''],
    ['/planwright answer Q3 keep\u200B <!-- and drop -->', 'Q3', 'keep'],
  ])('%j', (comment, about, text) => {
    expect(read('answer', comment)).toEqual(given({ about, text, whole: expect.any(String) }));
  });

  it.each([
    ['fine by me', 'fine by me'],
    ['`fine` by me,\nreally\n\nThanks', '`fine` by me,\nreally'],
    ['keep', 'keep'],
    ['\n\nkeep it', 'keep it'],
  ])('of which nothing names a question is whole: %j', (words, whole) => {
    expect(read('answer', `/planwright answer ${words}`)).toMatchObject({ argument: { whole } });
  });

  it('is not a word that is longer than any name', () => {
    expect(read('answer', `/planwright answer ${'q'.repeat(101)} x`)).toEqual({ kind: 'lacking', meant: null });
  });
});
