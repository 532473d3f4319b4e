import { expect, test } from 'vitest';
import { parseSettings } from '../../../src/core/settings/parse_settings.ts';

test.each([
  ['label: plan\nbase: ma\u200Bin', 2],
  ['label: pl\u202Ean', 1],
  ['agents:\n  coder:\n    provider: claude\n    model: son\u200Bnet', 4],
  ['agents:\n  coder:\n    provider: claude\n    fallback: [writer, cla\u200Bude]', 4],
  ['protected:\n  - a/**\n  - b\u200B/**', 3],
  ['verify:\n  - npm test\n  - npm run lint\u2066', 3],
  ['roles:\n  co\u200Bder: { agent: claude }', 2],
])('what nobody sees in %j is to be mended', (yaml, line) => {
  expect(parseSettings({ own: yaml, organisation: null }).problems).toEqual([
    {
      file: 'repository',
      line,
      message: expect.stringContaining('has 1 invisible character'),
      mend: expect.any(String),
    },
  ]);
});

test('comments of the file, and signs that need a joiner, are no matter', () => {
  const yaml = 'label: plan # why\u200B\nagents:\n  coder: { provider: claude, prompt: "Be 👩‍💻 <!-- x -->" }\n';
  expect(parseSettings({ own: yaml, organisation: null }).problems).toEqual([]);
});
