import { describe, expect, test } from 'vitest';
import { agentSettings } from '../../../src/core/agents/agent_settings.ts';
import { parseSettings } from '../../../src/core/settings/parse_settings.ts';

const own = (yaml: string) => parseSettings({ own: yaml, organisation: null });

describe('`breaker` in the settings file', () => {
  test.each([
    ['breaker: { failures: 3, cooldown: 90s }', { failures: 3, cooldownMs: 90_000 }],
    ['breaker: { failures: 3 }', { failures: 3, cooldownMs: 120_000 }],
    ['breaker:\n  cooldown: 1h', { failures: 5, cooldownMs: 3_600_000 }],
  ])('%s', (yaml, expected) => {
    const { settings, problems } = own(yaml);
    expect(problems).toEqual([]);
    expect(settings.breaker).toEqual(expected);
    // It is pinned with the agents when a run starts.
    expect(agentSettings(settings).breaker).toEqual(expected);
  });

  test('is left to the service where no file says anything', () => {
    expect(own('label: plan').settings.breaker).toBeUndefined();
    expect(agentSettings(own('').settings)).not.toHaveProperty('breaker');
  });

  test("of the repository goes before the organisation's", () => {
    const organisation = 'breaker: { failures: 9 }';
    expect(parseSettings({ own: null, organisation }).settings.breaker?.failures).toBe(9);
    expect(parseSettings({ own: 'breaker: { failures: 2 }', organisation }).settings.breaker?.failures).toBe(2);
  });

  test.each([
    ['label: x\nbreaker: { failures: none }', 2, 'failures'],
    ['breaker: { failures: 0 }', 1, 'failures'],
    ['breaker:\n  cooldown: soon', 2, 'cooldown'],
    ['breaker: { fail: 3 }', 1, 'fail'],
    ['breaker: 5', 1, 'key: value'],
  ])('with a mistake says where: %j', (yaml, line, about) => {
    const { settings, problems } = own(yaml);
    expect(problems).toMatchObject([{ file: 'repository', line, message: expect.stringContaining(about) }]);
    expect(problems[0]?.mend).not.toBe('');
    expect(settings.breaker).toBeUndefined();
  });
});
