import { describe, expect, it } from 'vitest';
import { tickedOption } from '../../../src/core/replies/ticked_option.ts';
import fc from '../../support/fast_check.ts';

const ASKED = { options: ['keep', 'drop `legacy_id`', 'ask @bob & <co>'] };
const comment = (...signs: readonly string[]) => `**Q3** from \`schema\`: Keep it?

- [${signs[0] ?? ' '}] keep (used if nobody answers by 17:00 UTC)
- [${signs[1] ?? ' '}] drop \`legacy_id\`
- [${signs[2] ?? ' '}] ask \`@bob\` &amp; &lt;co>

Tick one.

<details><summary>What it is about</summary>

- [ ] a box of a change

</details>
<!-- planwright:question run=r q=3 -->`;
const BEFORE = comment();
const ticked = (after: string, before = BEFORE) => tickedOption(before, after, ASKED);

describe('a tick is an answer', () => {
  it('of the option whose box is ticked now and was not', () => {
    expect(ticked(comment('x'))).toEqual({ kind: 'option', number: 1 });
    expect(ticked(comment(' ', 'X'))).toEqual({ kind: 'option', number: 2 });
    expect(ticked(comment('x', ' ', 'x'), comment('x'))).toEqual({ kind: 'option', number: 3 });
    expect(ticked(comment(' ', ' ', 'x'), comment('x'))).toEqual({ kind: 'option', number: 3 });
  });

  it('whatever else was edited, and however lines end', () => {
    const edited = comment(' ', 'x').replace('Keep it?', 'Drop it?').replaceAll('\n', '\r\n');
    expect(ticked(edited)).toEqual({ kind: 'option', number: 2 });
  });

  it('and none where two are, which is told', () => {
    expect(ticked(comment('x', 'x'), BEFORE)).toEqual({ kind: 'several' });
  });

  it.each([
    ['nothing is ticked', BEFORE.replace('Keep', 'Drop')],
    ['one is taken back', BEFORE, comment('x')],
    ['another box is', BEFORE.replace('- [ ] a box', '- [x] a box')],
    ['an option was renamed', comment('x').replace('] keep', '] drop')],
    ['one was added', comment('x').replace('- [x]', '- [ ] both\n- [x]')],
    ['one was left out', comment(' ', 'x').replace('- [ ] keep (used if nobody answers by 17:00 UTC)\n', '')],
    ['the comment was emptied', ''],
  ])('and none where %s', (_, after, before = BEFORE) => {
    expect(ticked(after, before)).toEqual({ kind: 'none' });
  });

  it('and never throws', () => {
    const line = fc.constantFrom('- [ ] keep', '- [x] keep', '- [X] drop legacy_id', '- [ ] ask @bob', 'text', '');
    const text = fc.array(line, { maxLength: 9 }).map((lines) => lines.join('\n'));
    fc.assert(
      fc.property(text, text, (before, after) => {
        const found = tickedOption(before, after, ASKED);
        if (found.kind === 'option') expect(found.number).toBeLessThanOrEqual(3);
      }),
    );
  });
});
