import { describe, expect, it, test } from 'vitest';
import { parsePlan } from '../../../src/core/plan/parse_plan.ts';
import { mayStand, meaningOfKey, settingsOfAllPlans } from '../../../src/core/plan/read/setting_keys.ts';
import { parseSettings } from '../../../src/core/settings/parse_settings.ts';
import { type EffectiveEntry, entriesOfKey } from '../../../src/core/settings/setting_entry.ts';

const own = (text: string) => parseSettings({ own: text, organisation: null });

/** One value of each setting that files may have. */
const VALUES: Readonly<Record<string, string>> = {
  agent: 'writer',
  role: 'tester',
  model: 'small',
  setup: "[npm ci, 'make']",
  verify: '\n  - npm test\n  - docs/** => npm run docs',
  'verify-in': 'clean',
  timeout: '20m',
  'step-timeout': '5m',
  retries: '3',
  'on-failure': 'continue',
  priority: '-2',
  labels: 'linux, gpu',
  'allow-no-change': 'yes',
  'max-cost': '$2.50',
  'max-tokens': '500k',
  base: 'develop',
  merge: 'integration',
  concurrency: '2',
  budget: '"$20, 5M tokens"',
  'run-timeout': '1d',
  reviewers: '[alice, acme/platform]',
  protected: '[infra/**]',
  'ask-wait': '90s',
  approve: 'plan',
  checks: '[build, test (*)]',
  'review-attempts': '1',
  'check-attempts': '0',
};

/** What is wrong with the value of `verify` and others, which begin at line 2. */
const WRONG: readonly string[] = [
  'verify: npm test && make',
  'verify: npm test #unit',
  'verify:\n  - npm test\n  - { when: docs, run: x }',
  'verify: docs/** =>',
  'setup: |\n  npm ci\n  npm "test',
  'timeout: soon',
  'budget: a lot',
  'timeout: [1m, 2m]',
  'retries: many',
  'retries:',
  'concurrency: 0',
  'merge: stack',
  'base: a..b',
  'labels: !x gpu',
  'agent: { name: x }',
  'on-failure: retry',
  'reviewers: a b/c/d',
  'covers: strict',
  'approve: yes',
  'after: a',
  'files: src/**',
  'verify-in: *nowhere',
  'max-cost: a lot',
  'ask-wait: 1x',
];

describe('settings of plans in a settings file', () => {
  it.each(settingsOfAllPlans)('`%s` is read as the block of a plan reads it', (key) => {
    const line = `${key}: ${VALUES[key]}`;
    const parsed = parsePlan(`\`\`\`planwright\n${line}\n\`\`\`\n## Tasks\n- [ ] a: A\n`);
    const { settings, problems } = own(line);
    expect(problems).toEqual([]);
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
    // What is protected adds up, so that it is no default.
    const { protected: globs, planDefaults } = settings;
    const {
      taskDefaults,
      headings: _none,
      verify: _verify,
      setup: _setup,
      verifyByPath: _rules,
      merge,
      ...ofPlan
    } = parsed.plan.settings;
    const said = key === 'merge' ? { merge } : { ...ofPlan, ...taskDefaults };
    expect(globs === undefined ? planDefaults : { protected: globs }).toEqual(said);
    expect(Object.keys(said)).not.toEqual([]);
  });

  it.each(WRONG)('%j is told what the block of a plan is told', (text) => {
    const parsed = parsePlan(`\`\`\`planwright\n${text}\n\`\`\`\n## Tasks\n- [ ] a: A\n`);
    if (parsed.ok) throw new Error('The plan has no mistake.');
    const inBlock = parsed.problems.map(({ line, message, mend }) => ({ file: 'repository', line, message, mend }));
    // The file does not fit where its YAML does not: what else is in it must not count then.
    expect(own(`label: plan\n${text}\n`).problems).toEqual(inBlock);
  });

  it('does not say what one plan is about', () => {
    const { settings, problems } = own('owner: alice\nretries: 1\nheadings: Work\nReport: docs/report.md\n');
    expect(problems.map(({ line, message, mend }) => `${line} ${message} ${mend}`)).toEqual(
      [
        [1, 'owner'],
        [3, 'headings'],
        [4, 'report'],
      ].map(
        ([line, key]) =>
          `${line} \`${key}\` is a setting of one plan. Write it in the \`planwright\` block of the plan that it is for.`,
      ),
    );
    expect(settings.planDefaults).toEqual({ retries: 1 });
    for (const key of settingsOfAllPlans) {
      const meaning = meaningOfKey(key);
      expect(meaning.kind === 'built' && mayStand(meaning.place, 'plan'), key).toBe(true);
    }
  });

  it('of the user say nothing of pull requests', () => {
    const { settings, problems } = parseSettings({
      own: null,
      organisation: null,
      user: 'reviewers: bob\nretries: 1\n',
    });
    expect(problems).toMatchObject([{ file: 'user', line: 1, message: expect.stringContaining('has no user') }]);
    expect(settings.planDefaults).toEqual({ retries: 1 });
  });

  it('name roles and agents that there are', () => {
    const { problems } = own('agents: { writer: }\nroles: { editor: { agent: writer } }\nagent: writr\nrole: editr\n');
    expect(problems.map(({ line, message, mend }) => `${line} ${message} ${mend}`)).toEqual([
      '3 There is no agent `writr`. Did you mean `writer`?',
      '4 Nobody knows the role `editr`. Did you mean `editor`?',
    ]);
    expect(own('roles: { editor: { prompt: x } }\nrole: editor\nagent: of-a-runner\n').problems).toEqual([]);
  });

  test('of each layer go before those of the layers before it, each as a whole', () => {
    const { settings, entries, problems } = parseSettings({
      user: 'verify: make\nretries: 1\ntimeout: 1m\nmodel: u\n',
      organisation: '\nverify:\n  - npm test\n  - docs/** => npm run docs\nretries: 2\ntimeout: 2m\n',
      own: '\n\nVerify: npm run check\nRetries: 3\n',
    });
    expect(problems).toEqual([]);
    expect(settings.planDefaults).toEqual({
      verify: [['npm', 'run', 'check']],
      retries: 3,
      timeoutMs: 120_000,
      model: 'u',
    });
    const place = ({ from }: Pick<EffectiveEntry, 'from'>) => `${from.layer}:${from.line}`;
    const told = entriesOfKey(entries, 'planDefaults').map((one) => [one.name, ...[one, ...one.overrode].map(place)]);
    expect(Object.fromEntries(told.map(([name, ...places]) => [name, places]))).toEqual({
      verify: ['repository:3', 'organisation:2', 'user:1'],
      retries: ['repository:4', 'organisation:5', 'user:2'],
      timeout: ['organisation:6', 'user:3'],
      model: ['user:4'],
    });
  });
});
