import { expect, test } from 'vitest';
import { notStarted, onlyAdminsText } from '../../../src/core/report/not_started.ts';
import { UNMARKED_TEXT_LIMIT } from '../../../src/core/report/shorten.ts';
import { parseSettings } from '../../../src/core/settings/parse_settings.ts';
import fc from '../../support/fast_check.ts';

const sentence = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 700 }),
  fc.constantFrom(
    '@bob <b> fixes #12 '.repeat(60),
    '😀'.repeat(400),
    '`` ` '.repeat(200),
    '&#64;'.repeat(200),
    'Mend it.',
  ),
);
const remark = fc.record({
  code: fc.constant('x'),
  line: fc.integer({ min: 1, max: 50 }),
  message: sentence,
  mend: sentence,
});
/** As few as people write, and as many as never fit. */
const remarks = fc
  .tuple(fc.array(remark, { minLength: 1, maxLength: 3 }), fc.constantFrom(1, 40, 400))
  .map(([some, times]) => Array.from({ length: times }, () => some).flat());
const settings = fc
  .tuple(remarks, fc.constantFrom('repository' as const, 'organisation' as const))
  .map(([some, file]) => some.map(({ line, message, mend }) => ({ file, line, message, mend })));
const plan = fc.record({
  problems: remarks,
  warnings: fc.oneof(fc.constant([]), remarks),
  markdown: fc.array(sentence, { maxLength: 60 }).map((lines) => lines.join('\n')),
});
const mistakes = fc.oneof(
  fc.record({ settings, plan: fc.constant(null) }),
  fc.record({ settings: fc.constant([]), plan }),
  fc.record({ settings, plan }),
);

/** How many a list tells and leaves out, by the items below its head. */
function countOf(part: string, item: RegExp): number {
  const left = Number(/^- and (\d+) more$/m.exec(part)?.[1] ?? 0);
  return (part.match(item)?.length ?? 0) + left;
}

test('whatever is wrong, GitHub takes the text, and nothing is left out uncounted', () => {
  fc.assert(
    fc.property(mistakes, fc.constantFrom('edit', 'command'), (wrong, next) => {
      const text = notStarted(wrong, next);
      expect(text.length).toBeLessThanOrEqual(UNMARKED_TEXT_LIMIT);
      expect(text.isWellFormed()).toBe(true);
      const parts = text.split(/\n\n(?=\*\*This plan did not start: |\*\*In the plan itself: |Also noticed)/);
      const inSettings = parts.filter((part) => part.includes(' to mend in the settings.** ')).join('');
      const inPlan = parts.filter((part) => part.includes(' to mend.** ')).join('');
      expect(countOf(inSettings, /^- .*planwright\.yml`, line \d/gm)).toBe(wrong.settings.length);
      expect(countOf(inPlan, /^- line \d/gm)).toBe(wrong.plan?.problems.length ?? 0);
    }),
    { numRuns: 25 },
  );
});

test('of a settings file full of mistakes the first are told, and those of the plan too', () => {
  const own = Array.from({ length: 900 }, (_, at) => `unknown_${at}: ${'x'.repeat(20)}\n`).join('');
  const problems = Array.from({ length: 2_000 }, (_, at) => ({
    code: 'x',
    line: at + 1,
    message: 'No.',
    mend: 'Yes.',
  }));
  const text = notStarted(
    {
      settings: parseSettings({ own, organisation: null }).problems,
      plan: { problems, warnings: [], markdown: '- [ ] a line of the plan\n'.repeat(2_000) },
    },
    'edit',
  );
  expect(text.length).toBeLessThanOrEqual(UNMARKED_TEXT_LIMIT);
  expect(text).toContain('900 things to mend in the settings');
  expect(text).toContain('line 1: `unknown_0` is no setting.');
  expect(text).toContain('2000 things to mend.** Edit the issue');
  expect(text.match(/^- line /gm)?.length).toBeGreaterThan(300);
});

test('of settings that do not say who may command as much is told as fits', () => {
  const { problems } = parseSettings({ own: 'command-permissio: x', organisation: null });
  expect(onlyAdminsText(problems, 'edit')).toBe(
    '**Nothing was done: until 1 thing in the settings is mended, only admins may command here.** Mend the file on the default branch, then edit the issue or write `/planwright run`.\n\n- `.github/planwright.yml`, line 1: `command-permissio` is no setting. Did you mean `command-permission`?',
  );
  const text = onlyAdminsText(Array.from({ length: 2_000 }, () => problems).flat(), 'comment');
  expect(text.length).toBeLessThanOrEqual(UNMARKED_TEXT_LIMIT);
  expect(text).toContain('until 2000 things in the settings are mended');
  expect(text).toContain(', then write the command again.');
  expect(text).toMatch(/^- and \d+ more$/m);
});
