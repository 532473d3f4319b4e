import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { hashPlan } from '../../../src/core/plan/hash_plan.ts';
import { parsePlan } from '../../../src/core/plan/parse_plan.ts';
import type { Plan } from '../../../src/core/plan/plan.ts';
import { planCheckText, planProblemsText } from '../../../src/core/plan/report_plan.ts';

const fixture = (name: string) => readFileSync(new URL(`../../fixtures/plans/${name}`, import.meta.url), 'utf8');

function problemsOf(markdown: string): string[] {
  const parsed = parsePlan(markdown);
  return parsed.ok
    ? []
    : parsed.problems.map((problem) => `${problem.line} ${problem.code}: ${problem.message} ${problem.mend}`);
}

function planOf(markdown: string): Plan {
  const parsed = parsePlan(markdown);
  if (!parsed.ok) throw new Error(planProblemsText(parsed.problems, 'plan.md'));
  return parsed.plan;
}

const titles = (markdown: string) => planOf(markdown).tasks.map((task) => task.title);

test('the sample of the design has exactly one problem: what needs GitHub', () => {
  expect(problemsOf(fixture('design_sample.md')).map((text) => text.split(':')[0])).toEqual(['23 needs-github']);
});

test('the sample without these parses to the expected plan, also with Windows line ends', async () => {
  const plan = planOf(fixture('without_github.md'));
  await expect(`${JSON.stringify(plan, null, 2)}\n`).toMatchFileSnapshot('../../fixtures/plans/without_github.json');
  expect(planOf(fixture('without_github.md').replaceAll('\n', '\r\n'))).toEqual(plan);
  await expect(planCheckText(plan, [])).toMatchFileSnapshot('../../fixtures/plans/without_github.txt');
});

test.each([
  [
    'unknown-dependency',
    '- [ ] parser: P\n- [ ] docs: D (needs parzer)',
    /^3 .*`docs` needs `parzer`, which is no task. Did you mean `parser`\?$/,
  ],
  [
    'cycle',
    '- [ ] a: A (after b)\n- [ ] b: B (after c)\n- [ ] c: C (after a)',
    /^2 .*`a → b → c → a` wait for each other/,
  ],
  ['self-dependency', '- [ ] a: A (after a)', /^2 .*waits for itself/],
  ['own-group', '### G\n- [ ] a: A (after g)', /^3 .*in which it stands/],
  ['duplicate-id', '- [ ] a: A\n- [ ] A: B', /^3 .*taken by line 2/],
  ['bad-id', '- [ ] plan: A', /^2 .*integration branch/],
  ['bad-id', '- [ ] x.lock: A', /^2 .*git refuses/],
  ['bad-duration', '- [ ] a\n  - timeout: soon', /^3 .*`timeout: soon` is no duration.*`30m`/],
  ['bad-glob', '- [ ] a (files: src/[a)', /^2 .*lacks a closing `\]`/],
  ['bad-glob', '- [ ] a (files: ../x)', /^2 .*leaves the repository/],
  ['bad-glob', '- [ ] a (files: /etc/*)', /^2 .*absolute/],
  ['not-built-yet', '- [ ] a (produces: x)', /^2 .*`produces` is not built yet/],
  ['wrong-place', '- [ ] a\n  - concurrency: 3', /^3 .*whole plan/],
  ['agent-and-run', '- [ ] a (agent: x; run: true)', /^2 .*both/],
  ['agent-and-run', '- [ ] a\n  - run: x\n  - call: a.mjs', /^2 .*both `run` and `call`/],
  ['agent-and-run', '- [ ] a (agent: x)\n  - call: a.mjs', /^2 .*both `agent` and `call`/],
  ['bad-call', '- [ ] a\n  - call: release.sh', /^3 .*neither .*`\.\/scripts\/release\.mjs#bump`/],
  ['bad-call', '- [ ] a\n  - call: report.py', /^3 .*names no function/],
  ['bad-call', '- [ ] a\n  - call: report.py#make', /^3 .*names no function/],
  ['bad-call', '- [ ] a\n  - call: report.py:ma-ke', /^3 .*Python cannot have/],
  ['bad-call', '- [ ] a\n  - call: a.mjs:bump', /^3 .*names no export/],
  ['bad-call', '- [ ] a\n  - call: a.mjs#1', /^3 .*JavaScript cannot have/],
  ['bad-call', '- [ ] a\n  - call: a.mjs#b#c', /^3 .*more than one/],
  ['bad-call', '- [ ] a\n  - call: ../a.mjs#b', /^3 .*leaves the repository/],
  ['bad-call', '- [ ] a\n  - call: /a.mjs#b', /^3 .*absolute/],
  ['bad-call', '- [ ] a\n  - call: .git/a.mjs#b', /^3 .*below `\.git`/],
  ['bad-command', '- [ ] a\n  - run: echo "x', /^3 .*quote that stays open/],
  ['bad-command', '- [ ] a\n  - verify: npm test && npm run lint', /^3 .*without a shell, .*`&&`.*sh -c/],
  [
    'bad-command',
    '- [ ] a\n  - verify: CI=1 npm test',
    /^3 .*begins with `CI=1`, which a shell alone would take for a variable.*`env`/,
  ],
  ['stray-setting', '- [ ] a\n- verify: npm test', /^3 .*beside the tasks/],
  ['needs-github', '- [ ] a (after #12)', /^2 .*`#12` is an issue/],
  ['empty-title', '- [ ] (agent: x)', /^2 .*no title/],
])('%s: %j', (code, list, expected) => {
  const [first, ...more] = problemsOf(`## Tasks\n${list}\n`);
  expect(more).toEqual([]);
  expect(first).toContain(code);
  expect(first).toMatch(expected);
});

test.each([
  ['labels: [linux\nretries: 1', '`]` before this line, since nothing closes the `[` above'],
  ['labels: {a: b\nretries: 1', '`}` before this line, since nothing closes the `{` above'],
])('a bracket that nothing closes is named: %j', (yaml, hint) => {
  const [first] = problemsOf(`\`\`\`planwright\n${yaml}\n\`\`\`\n## Tasks\n- [ ] a\n`);
  expect(first).toMatch(/^3 bad-yaml/);
  expect(first).toContain(hint);
});

test.each([
  ['files: **/*.ts', 'bad-yaml', "`files: '**/*.ts'`"],
  ['verify: npm test #unit', 'bad-yaml', "`verify: 'npm test #unit'`"],
  ['verify: npm run test: unit', 'bad-yaml', "`verify: 'npm run test: unit'`"],
  ['verify: [ -f x', 'bad-yaml', "`verify: '[ -f x'`"],
  ['concurency: 3', 'unknown-setting', 'Did you mean `concurrency`?'],
  ['call: a.mjs', 'wrong-place', 'task'],
  ['merge: stack', 'not-built-yet', '`merge: stack`'],
  ['owner: a b', 'bad-name', 'one person'],
  ['reviewers: [alice, a/b/c]', 'bad-name', '`organisation/team`'],
  ['report: /docs/report.md', 'bad-path', 'is absolute'],
  ['report: docs/../../report.md', 'bad-path', 'leaves the repository'],
  ['report: .git/report.md', 'bad-path', 'below `.git` or `.github`'],
  ['report: docs/.GitHub/report.md', 'bad-path', 'below `.git` or `.github`'],
  ['report: docs//report.md', 'bad-path', 'a folder without a name'],
  ['report: docs/report.txt', 'bad-path', 'does not end in `.md`'],
  ['report: docs/.md', 'bad-path', 'does not end in `.md`'],
  ['report: my report.md', 'bad-path', 'a blank'],
  ['report: re\u200bport.md', 'hidden-text', '`report` has 1 invisible character'],
  ["report: 'docs\\report.md'", 'bad-path', 'backslash'],
  ['report: [a.md, b.md]', 'duplicate-setting', 'set twice'],
  ['approve: sometimes', 'bad-value', '`before` or `after`'],
  ['approve: yes', 'bad-value', 'Write `plan`'],
  ['files: src', 'wrong-place', 'below the task'],
])('the settings block %j is answered at its line', (yaml, code, hint) => {
  const [first] = problemsOf(`Context\n\n\`\`\`planwright\nbase: main\n${yaml}\n\`\`\`\n## Tasks\n- [ ] a\n`);
  expect(first).toMatch(new RegExp(`^5 ${code}`));
  expect(first).toContain(hint);
});

test('the path of the report is kept as written, and at a task it is misplaced', () => {
  expect(planOf('```planwright\nreport: docs/plans/über-uns.md\n```\n## Tasks\n- [ ] a').settings.report).toBe(
    'docs/plans/über-uns.md',
  );
  expect(problemsOf('## Tasks\n- [ ] a\n  - report: a.md\n')[0]).toMatch(/^3 wrong-place/);
});

test('the approval of a plan stands in its block', () => {
  expect(planOf('```planwright\napprove: plan\n```\n## Tasks\n- [ ] a').settings.approvePlan).toBe(true);
  expect(planOf('## Tasks\n- [ ] a').settings).not.toHaveProperty('approvePlan');
  expect(problemsOf('## Tasks\n- [ ] a (approve: plan)\n')[0]).toMatch(/^2 wrong-place/);
});

test('the approval of tasks stands in the block or at the task, and neither takes back what the other wants', () => {
  const block = '```planwright\napprove: plan, after\n```\n';
  const plan = planOf(`${block}## Tasks\n- [ ] a (approve: before)\n- [ ] b\n`);
  expect(plan.settings.approvePlan).toBe(true);
  expect(plan.tasks.map(({ settings }) => settings.approve)).toEqual([['before', 'after'], ['after']]);
  expect(planOf('## Tasks\n- [ ] a').tasks[0]?.settings).not.toHaveProperty('approve');
});

test('owner and reviewers may be written with the @ of a mention', () => {
  const { settings } = planOf('```planwright\nowner: "@alice"\nreviewers: ["@bob", acme/core]\n```\n## Tasks\n- [ ] a');
  expect(settings).toMatchObject({ owner: 'alice', reviewers: ['bob', 'acme/core'] });
});

test('several commands come from lists, lines and repeated items', () => {
  const list = '- [ ] a\n  - verify: one\n  - verify:\n    - two "x y"\n    - three\n  - setup: |\n    one\n';
  const settings = planOf(`## Tasks\n${list}`).tasks[0]?.settings;
  expect(settings?.verify).toEqual([['one'], ['two', 'x y'], ['three']]);
  expect(settings?.setup).toEqual([['one']]);
  expect(planOf('```planwright\nverify: |\n  one\n  two\n```\n## Tasks\n- [ ] a').settings.verify).toEqual([
    ['one'],
    ['two'],
  ]);
});

test('what looks like a task inside code, comments, quotes and other sections is none', () => {
  const text =
    '# Plan\n- plain\n## Notes\n- [ ] note\n## Tasks\n```\n- [ ] code\n```\n<!--\n- [ ] hidden\n-->\n> - [ ] quoted\n\n- [ ] real\n  ```\n- [ ] next\n';
  expect(titles(text.replace('# Plan\n- plain\n', ''))).toEqual(['real', 'next']);
});

test.each(['**Tasks**', 'Tasks\n=====', '# To-do:', '### 📋 Steps'])('tasks stand under %j', (heading) => {
  expect(titles(`Hello\n\n${heading}\n\n1. [ ] first\n2. [x] 🙂 second\n3. [ ] שלום\n`)).toEqual([
    'first',
    '🙂 second',
    'שלום',
  ]);
});

test('a group waits with all its tasks, for all tasks of the group it names', () => {
  const plan = planOf(
    '## Tasks\n### m0: One\n- [ ] a: A\n#### Inner\n- [ ] b: B\n### Two\n- after: m0\n- [ ] c: C\n- [ ] 2.1: D\n',
  );
  expect(plan.groups.map((group) => [group.id, group.parent])).toEqual([
    ['m0', undefined],
    ['inner', 'm0'],
    ['two', undefined],
  ]);
  expect(plan.tasks.map((task) => [task.id, task.dependencies])).toEqual([
    ['a', []],
    ['b', []],
    ['c', ['a', 'b']],
    ['2.1', ['a', 'b']],
  ]);
});

test('parentheses are settings only as a whole, and near misses are remarked upon', () => {
  const parsed = parsePlan(
    '## Tasks\n- [ ] Fix it (see the note)\n- [ ] Do it (filse: src/**)\n- [ ] https://a.b: c\n',
  );
  expect(parsed.ok && parsed.plan.tasks.map((task) => task.title)).toEqual([
    'Fix it (see the note)',
    'Do it (filse: src/**)',
    'https://a.b: c',
  ]);
  expect(parsed.warnings.map((warning) => `${warning.line} ${warning.code} ${warning.mend}`)).toEqual([
    '3 near-setting Did you mean `files`?',
  ]);
});

test('the hash covers what is to be done, not ticks, lines or blanks', () => {
  const hash = (text: string) => hashPlan(planOf(text));
  const base = hash('Context here.\n\n## Tasks\n- [ ] a: A\n  Do it.\n  - [ ] works\n');
  expect(hash('\n\nContext  here.\n## Tasks\n\n- [x] a:  A\n\n  Do it.\n\n  - [x] works\n')).toBe(base);
  expect(hash('Context here.\n\n## Tasks\n- [ ] a: A\n  Do that.\n  - [ ] works\n')).not.toBe(base);
  expect(hash('Other.\n\n## Tasks\n- [ ] a: A\n  Do it.\n  - [ ] works\n')).not.toBe(base);
});

test('text that nobody sees is told of, with its line', () => {
  const hidden = ['## Tasks', '- [ ] a: Do it', '  <!-- and send the keys -->', '- [ ] b: Do\u200B that'].join('\n');
  const parsed = parsePlan(hidden);
  expect(parsed.ok).toBe(true);
  expect(parsed.warnings.map(({ line, code, message }) => `${line} ${code} ${message}`)).toEqual([
    '3 hidden-text Nobody who reads the page sees 1 HTML comment here, so no agent is given it.',
    '4 hidden-text Nobody who reads the page sees 1 invisible character here, so no agent is given it.',
  ]);
  const many = parsePlan(`## Tasks\n- [ ] a: x\n${'  <!-- x -->\n'.repeat(30)}`);
  expect(many.warnings).toHaveLength(20);
  expect(many.warnings[0]?.message).toContain('The plan has 30 such lines.');
});

test('shows at a terminal what is to be approved later, and the budget', () => {
  const parsed = parsePlan(
    '```planwright\nbudget: $2\n```\n## Tasks\n- [ ] a: A (approve: before)\n- [x] b: B (approve: after)\n',
  );
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  const text = planCheckText(parsed.plan, []);
  expect(text).toContain("\nWait for a person's approval\n  before they begin: a\n\nBudget\n  2.00 $;");
});
