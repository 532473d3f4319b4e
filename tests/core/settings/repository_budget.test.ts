import { describe, expect, test } from 'vitest';
import { parseSettings } from '../../../src/core/settings/parse_settings.ts';

const own = (yaml: string) => parseSettings({ own: yaml, organisation: null });

describe('`repository-budget` in the settings file', () => {
  test.each([
    ['repository-budget: { cost: $500, tokens: 50M, per: month }', { costMicros: 500_000_000, tokens: 50_000_000 }],
    ['repository-budget: { cost: 20 }', { costMicros: 20_000_000, tokens: null }],
    ['repository-budget:\n  tokens: 500k\n  per: Month', { costMicros: null, tokens: 500_000 }],
  ])('%s', (yaml, expected) => {
    const { settings, problems } = own(yaml);
    expect(problems).toEqual([]);
    expect(settings.repositoryBudget).toEqual(expected);
  });

  test('is none where no file says anything', () => {
    expect(own('label: plan').settings).not.toHaveProperty('repositoryBudget');
  });

  test("of the repository goes before the organisation's as a whole", () => {
    const organisation = 'repository-budget: { cost: $9, tokens: 5M }';
    const { settings } = parseSettings({ own: 'repository-budget: { cost: $2 }', organisation });
    expect(settings.repositoryBudget).toEqual({ costMicros: 2_000_000, tokens: null });
    expect(parseSettings({ own: null, organisation }).settings.repositoryBudget?.tokens).toBe(5_000_000);
  });

  test.each([
    ['label: x\nrepository-budget: { cost: much }', 2, 'cost'],
    ['repository-budget: { per: month }', 1, 'neither'],
    ['repository-budget:\n  cost: $5\n  per: week', 3, 'per'],
    ['repository-budget: { costs: $5 }', 1, 'costs'],
    ['repository-budget: $500', 1, 'key: value'],
  ])('with a mistake says where: %j', (yaml, line, about) => {
    const { settings, problems } = own(yaml);
    expect(problems).toMatchObject([{ file: 'repository', line, message: expect.stringContaining(about) }]);
    expect(problems[0]?.mend).not.toBe('');
    expect(settings.repositoryBudget).toBeUndefined();
  });
});
