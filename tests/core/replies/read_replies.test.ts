import { describe, expect, it } from 'vitest';
import { type AskedInRun, type ReplyScope, readReplies } from '../../../src/core/replies/read_replies.ts';
import fc from '../../support/fast_check.ts';
import { MAILS } from './mails.ts';

const Q3: AskedInRun = {
  n: 3,
  source: 'agent',
  text: 'Keep the column `legacy_id`?',
  options: ['keep', 'drop'],
  state: 'open',
};
const Q4: AskedInRun = {
  n: 4,
  source: 'agent',
  text: 'Which name shall it have?',
  options: ['keep', 'new name'],
  state: 'open',
};
const Q1: AskedInRun = { n: 1, source: 'agent', text: 'Is it green?', options: ['yes', 'no'], state: 'answered' };
const ONE: ReplyScope = { questions: [Q1, Q3], open: [Q3] };
const TWO: ReplyScope = { questions: [Q1, Q3, Q4], open: [Q3, Q4] };
/** `Q3=keep` for each answer that is read. */
const read = (comment: string, scope = ONE) => readReplies(comment, scope).map(({ n, text }) => `Q${n}=${text}`);

describe('a comment is an answer that begins with the question', () => {
  it.each([
    ['Q3: keep', ['Q3=keep']],
    ['q3 keep', ['Q3=keep']],
    ['Q3:keep', ['Q3=keep']],
    ['**Q3**: drop it', ['Q3=drop it']],
    ['**Q3:** drop it', ['Q3=drop it']],
    ['`Q3` drop', ['Q3=drop']],
    ['Q3 - drop', ['Q3=drop']],
    ['Q3 → drop', ['Q3=drop']],
    ['Q3 = 2', ['Q3=2']],
    ['Q3.\nkeep it,\n\nand rename it', ['Q3=keep it,\n\nand rename it']],
    ['Hello,\n\nQ3 keep', ['Q3=keep']],
    ['@planwright\nQ3 keep', ['Q3=keep']],
    ['Q3: keep\nQ4: new name\n', ['Q3=keep', 'Q4=new name']],
    ['> Which name shall it have?\n\nQ3: keep', ['Q3=keep']],
    ['Q1: no', ['Q1=no']],
    ['Q9: sure', ['Q9=sure']],
    ['Q9 yes', ['Q9=yes']],
    ['Q9 yes, go ahead', ['Q9=yes, go ahead']],
    ['Q32 keep', ['Q32=keep']],
    ['Q9 nope', ['Q9=nope']],
    ['Q3 drop, but only\non Sundays\nQ9 nope', ['Q3=drop, but only\non Sundays', 'Q9=nope']],
    ['Q9\nQ3 keep', ['Q3=keep']],
    ['Q3:\n```\n> code\n```', ['Q3=```\n> code\n```']],
    ['Q3: keep <!-- or not -->', ['Q3=keep']],
    ['- Q3 keep\n- **Q4**: new name', ['Q3=keep', 'Q4=new name']],
    ['1. Q3: drop\n2. Q4: keep\n   - and quickly', ['Q3=drop', 'Q4=keep\n   - and quickly']],
    ['Q3: so that\n- Q4 is easy', ['Q3=so that\n- Q4 is easy']],
  ])('%j', (comment, answers) => {
    expect(read(comment, TWO)).toEqual(answers);
  });

  it.each([
    'Q3',
    'Q3?',
    'Q3!',
    'Q3: …',
    'Q3rd quarter',
    "Q3's fine",
    'Q3.5 keep',
    'Q9 is the quarter in which this ships',
    'In Q3 keep',
  ])('and is not %j', (comment) => {
    expect(read(comment, TWO)).toEqual([]);
  });
});

describe('a comment is an answer that is an option of the only open question', () => {
  it.each([
    ['keep', 'keep'],
    ['Drop', 'Drop'],
    ['**drop**', '**drop**'],
    ['- [x] drop', '- [x] drop'],
    ['keep, thanks', 'keep, thanks'],
    ['Drop. It is read by nobody.', 'Drop. It is read by nobody.'],
    ['drop - but keep the index', 'drop - but keep the index'],
    ['drop\n\nIt is read by nobody.', 'drop\n\nIt is read by nobody.'],
    ['2', '2'],
    ['kepe', 'kepe'],
    ['drop\n\nThanks,\nAda', 'drop'],
  ])('%j', (comment, text) => {
    expect(read(comment)).toEqual([`Q3=${text}`]);
    expect(readReplies(comment, { questions: [Q1, Q3], open: [] })).toEqual([]);
    const alike = [Q3, { ...Q3, n: 4 }];
    expect(read(comment, { questions: alike, open: alike })).toEqual([]);
  });

  it('and of several open ones, of the only one that has it, alone', () => {
    expect(
      ['Drop', 'new name, please', 'keep', 'drop - but keep the index', '2'].map((each) => read(each, TWO)),
    ).toEqual([['Q3=Drop'], ['Q4=new name, please'], [], [], []]);
  });

  it.each([
    'Looking at it tomorrow',
    'keep an eye on it',
    'Keep-alive is another matter.',
    'dropping it is fine with me',
    'We could drop it.',
    'I would say keep',
    'keep? not sure',
    'yes',
    '3',
    'LGTM',
    '',
    '```\nkeep\n```',
    '> keep',
    '> someone said\n\nkeep',
  ])('and is not %j', (comment) => {
    expect(read(comment)).toEqual([]);
  });
});

describe('what stands below a quote is an answer to the question that it names', () => {
  it.each([
    ['> **Q3** from `schema` (Migrate): Keep the column?\n\nkeep', ['Q3=keep']],
    ['> Q3\n\nMy own words', ['Q3=My own words']],
    ['> Keep the column `legacy_id`?\n\ndrop it', ['Q3=drop it']],
    ['> Which name shall it have?\n>\n> - [ ] keep\n\nkeep', ['Q4=keep']],
    ['> Q3 from schema\n\ndrop\n\n> Q4 from schema\n\nnew name', ['Q3=drop', 'Q4=new name']],
    ['My own words\n\n> Q3 from schema', ['Q3=My own words']],
    ['> Q3 from schema\ndrop', ['Q3=drop']],
    ['> **Q4** what `Q3` said, which name\n\nthe other', ['Q4=the other']],
  ])('%j', (comment, answers) => {
    expect(read(comment, TWO)).toEqual(answers);
  });

  it.each([
    '> Q3 from schema\n\nLooking at it tomorrow',
    "> Q3 from schema\n\nI'll check with the team and get back to you",
    '> Q3 from schema\n\nWhat does it do?',
    '> Q3 from schema\n\nNot sure yet.',
    '> Q3 from schema',
    '> Q3 from schema\nand what was broken into a line',
    '> Q3 and Q4 wait\n\nkeep',
    '> Nothing of ours at all\n\nkeep it',
    '> Q9 from schema\n\nkeep it',
  ])('and is not %j', (comment) => {
    expect(read(comment, TWO)).toEqual([]);
  });
});

describe('a reply by mail is an answer without what its program adds', () => {
  it.each(Object.entries(MAILS))('%s', (_, mail) => {
    expect(read(mail, TWO).map((answer) => answer.toLowerCase().replace(/, gracias|\.$/g, ''))).toEqual(['q3=keep']);
    const own = mail.replace(/^keep/im, 'Rename it to\nold_id');
    expect(read(own, TWO)).toEqual([expect.stringMatching(/^Q3=Rename it to\nold_id(?:, gracias|\.)?$/)]);
    // Nor is a mail an answer whose writer says nothing, or puts it off.
    expect(read(mail.replace(/^keep/im, ''), TWO)).toEqual(mail.includes(', gracias') ? ['Q3=, gracias'] : []);
    expect(read(mail.replace(/^keep(?:, gracias|\.)?/im, 'Looking at it tomorrow'), TWO)).toEqual([]);
  });
});

describe('the reader of answers', () => {
  const line = fc.constantFrom(
    'Q3: keep',
    'Q3 from schema',
    '> Q3 from schema',
    '> ',
    'keep',
    'On Sat, Nov 21, 2026 at 5:00 PM a <a@b.example> wrote:',
    'From: a <a@b.example>',
    'Sent: now',
    'To: you',
    '-- ',
    '```',
    '<!--',
    '-->',
    'Thanks,',
    '',
  );

  it('never throws, and says nothing that was not written', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(line, fc.string({ unit: 'binary' })), { maxLength: 20 }), (lines) => {
        const comment = lines.join('\n');
        for (const { text, n } of readReplies(comment, TWO)) {
          expect([1, 3, 4]).toContain(n);
          expect(text.trim()).not.toBe('');
          for (const each of text.split('\n')) expect(comment).toContain(each.trim().slice(0, 1));
        }
      }),
    );
  });

  it('takes linear time', () => {
    const pieces = [
      '> ',
      '>',
      'Q3 ',
      'Q3: x\n',
      '> Q3\nx\n',
      '> Q3\n\nx\n\n',
      'On 2026 a@b:\n',
      'From: x\n',
      '<!-- ',
      '`',
      '```\n',
    ];
    const more = [
      'wrote:',
      ' ',
      '\n',
      '**',
      'keep ',
      'keep\n',
      'keep,',
      '-- \n',
      'Thanks,\n',
      '\u200b',
      'a@b ',
      '"',
      'i will ',
      '\t',
    ];
    for (const piece of [...pieces, ...more]) {
      const text = piece.repeat(Math.floor(65_000 / piece.length));
      for (const comment of [text, `Q3: ${text}`, `> Q3\n\n${text}`, `keep ${text}`, `${text}\n\n> Q3`, `${text}?`]) {
        const began = process.cpuUsage();
        readReplies(comment, ONE);
        expect(process.cpuUsage(began).user / 1_000, comment.slice(0, 20)).toBeLessThan(500);
      }
    }
  });

  it('reads nothing where nothing is asked, and of one comment no more than a person writes', () => {
    expect(readReplies('Q3: keep', { questions: [], open: [] })).toEqual([]);
    expect(readReplies('Q3: keep\n'.repeat(50), ONE)).toHaveLength(10);
    expect(readReplies(`Q3: ${'x'.repeat(65_536)}`, ONE)).toEqual([]);
  });
});

describe('what names an open question and is no answer is marked, so that its writer is asked back', () => {
  const putOff = (comment: string) => readReplies(comment, TWO).map(({ isPutOff }) => isPutOff === true);

  it.each([
    'Q3: looking at it tomorrow',
    'Q3: look into this first',
    'Q3: look at what?',
    'Q3 is a good question',
    'Q3 is still open, I fear',
    'Q3: do we need it at all?',
    'Q3: keep?',
    "Q3: I don't know",
    'Q3 thanks',
  ])('%j', (comment) => {
    expect(putOff(comment)).toEqual([true]);
  });

  it.each(['Q3: keep', 'Q3 is kept', 'Q3: ok', 'Q3: 2', 'Q3: Look at the imports first.', 'Q1: looking at it'])(
    'unlike %j',
    (comment) => {
      expect(putOff(comment)).toEqual([false]);
    },
  );
});
