import { describe, expect, test } from 'vitest';
import { parsePlan } from '../../../src/core/plan/parse_plan.ts';
import { printPlanSettings } from '../../../src/core/plan/print_settings.ts';

function parsed(block: string, item = '') {
  const result = parsePlan(`\`\`\`planwright\n${block}\n\`\`\`\n## Tasks\n- [ ] a: Do it\n${item}`);
  return result.ok ? { plan: result.plan, problems: [] } : { plan: undefined, problems: result.problems };
}
const settingsOf = (block: string, item?: string) => parsed(block, item).plan?.tasks[0]?.settings;
const DOCS = { when: ['docs/**'], argv: ['npm', 'run', 'lint'] };

describe('what is verified by path', () => {
  test.each([
    ['docs/** => npm run lint'],
    ['docs/** → npm run lint'],
    ['"`docs/**` => `npm run lint`"'],
    ['\'"./docs/**" => npm run lint\''],
  ])('%s', (written) => {
    expect(settingsOf(`verify: ${written}`)).toMatchObject({ verify: [], verifyByPath: [DOCS] });
  });

  test('stands beside what always runs, with several paths and several commands', () => {
    const block =
      'verify:\n  - npm test\n  - "docs/**, *.md => npm run lint"\n  - src/{a,b}/** => `one`, `two x`\n  - "**/*.ts => tsc"';
    expect(settingsOf(block)).toMatchObject({
      verify: [['npm', 'test']],
      verifyByPath: [
        { when: ['docs/**', '*.md'], argv: ['npm', 'run', 'lint'] },
        { when: ['src/{a,b}/**'], argv: ['one'] },
        { when: ['src/{a,b}/**'], argv: ['two', 'x'] },
        { when: ['**/*.ts'], argv: ['tsc'] },
      ],
    });
  });

  test('is replaced as a whole by what a task says itself', () => {
    expect(settingsOf('verify: docs/** => npm run lint', '  - verify: npm test\n')).not.toHaveProperty('verifyByPath');
    expect(settingsOf('verify: npm test', '  - verify: docs/** => npm run lint\n')).toMatchObject({
      verify: [],
      verifyByPath: [DOCS],
    });
  });

  test('an arrow within quotes belongs to the command', () => {
    expect(settingsOf(`verify: "node -e 'x => 1'"`)).toMatchObject({ verify: [['node', '-e', 'x => 1']] });
    expect(settingsOf(`verify: "run x=>1"`)).toMatchObject({ verify: [['run', 'x=>1']] });
  });

  test('an arrow of the command stands in quotes behind the rule', () => {
    expect(settingsOf(`verify: "docs/** => node -e 'x => 1'"`)).toMatchObject({
      verifyByPath: [{ when: ['docs/**'], argv: ['node', '-e', 'x => 1'] }],
    });
  });

  test.each([
    ['verify: " => npm test"', 2, 'no path before the arrow'],
    ['verify: docs/** =>', 2, 'no command behind the arrow'],
    ['verify:\n  - npm test\n  - "/docs/** => npm test"', 4, 'is absolute'],
    ['verify: docs/** => npm test && x', 2, '&&'],
    ['verify: a => b => c', 2, '`b => c` has a second arrow'],
    ['verify:\n  - npm test\n  - docs/** → a b → c', 4, '`a b → c` has a second arrow'],
    ['verify:\n  - { when: docs, run: x }', 3, 'nested too deep'],
    ['protected: { a: 1 }', 2, 'nested too deep'],
    ['protected:\n  a: 1', 3, 'nested too deep'],
  ])('%j is told what to mend', (block, line, message) => {
    const { problems } = parsed(block);
    const found = problems.find((problem) => problem.message.includes(message));
    expect(found).toMatchObject({ line, mend: expect.stringMatching(/\w/) });
    expect(problems).toHaveLength(1);
  });

  test('is printed as it can be written', () => {
    const { plan } = parsed('verify:\n  - npm test\n  - "docs/**, x y.md => npm run lint"');
    const printed = plan === undefined ? '' : printPlanSettings(plan.settings);
    expect(printed).toContain("  - 'npm test'\n  - '`docs/**`, `x`, `y.md` => npm run lint'");
  });
});
