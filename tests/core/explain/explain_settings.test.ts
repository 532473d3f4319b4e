import { describe, expect, it, test } from 'vitest';
import { explainSettings } from '../../../src/core/explain/explain_settings.ts';
import { type Explained, explainedKey } from '../../../src/core/explain/explained.ts';
import { PROTECTED_PATHS } from '../../../src/core/plan/protected_paths.ts';
import { parseSettings } from '../../../src/core/settings/parse_settings.ts';
import { PRICES } from '../../../src/core/usage/prices.ts';

/** One of the table, whatever it lists. */
const LISTED = PRICES[0] ?? { model: 'none', input: 0, cached: 0, output: 0 };

const user = `agents: { coder: { provider: claude, model: small }, mine: }
breaker: { failures: 9 }
routing: [{ when: { files: "docs/**" }, use: mine }, { use: mine }]
protected: [a/**]
`;
const own = `label: work
command-permission: 'team: core'
refusal: polite
agents:
  coder:
    provider: codex
    prompt: |
      Short sentences: always.
      No adjectives.
    fallback: [mine, gemini]
roles: { reviewer: { agent: coder }, translator: { prompt: Translate. } }
routing:
  - { when: { files: [docs/**, "*.md"], labels: gpu, role: coder, task: train-*, at-least: 90m, at-most: 1d }, use: [mine, coder], strategy: round_robin }
  - { use: coder }
breaker: { cooldown: 90s }
protected: [a/**, b/**]
prices: { "${LISTED.model}": { input: 4, cached: 0.25, output: 24 } }
`;

/** A settings file that holds what is said to hold, with what says nothing left out. */
function asFile(explained: readonly Explained[]): string {
  const file: Record<string, unknown> = {};
  for (const { setting, name, value, from } of explained.filter((one) => one.value !== null)) {
    if (name === null) file[setting] = value;
    else if (setting === 'routing') file[setting] = [...((file[setting] as unknown[]) ?? []), value];
    else if (from.layer === 'default') continue;
    else if (setting === 'protected') file[setting] = [...((file[setting] as unknown[]) ?? []), value];
    else file[setting] = { ...(file[setting] as object), [name]: value };
  }
  return JSON.stringify(file);
}

describe('what is explained of settings files', () => {
  it('is what holds: a file of it comes to the same settings', () => {
    const parsed = parseSettings({ own, organisation: null, user });
    expect(parsed.problems).toEqual([]);
    const again = parseSettings({ own: asFile(explainSettings(parsed.entries)), organisation: null });
    expect(again.problems).toEqual([]);
    expect(again.settings).toEqual(parsed.settings);
  });

  it('has the layer and line of each value, and what it overrode', () => {
    const { entries } = parseSettings({ own, organisation: 'refusal: silent\nbreaker: { failures: 7 }', user });
    const explained = explainSettings(entries);
    const told = (key: string) => {
      const value = explained.find((one) => explainedKey(one) === key);
      return [value, ...(value?.overrode ?? [])].map((one) => one && [one.value, one.from.layer, one.from.line]);
    };
    expect(told('label')).toEqual([
      ['work', 'repository', 1],
      ['plan', 'default', null],
    ]);
    expect(told('command-permission')[0]).toEqual(['team: core', 'repository', 2]);
    expect(told('refusal')).toEqual([
      ['polite', 'repository', 3],
      ['silent', 'organisation', 1],
      ['silent', 'default', null],
    ]);
    expect(told('breaker')).toEqual([
      [{ failures: 5, cooldown: '1m30s' }, 'repository', 15],
      [{ failures: 7, cooldown: '2m' }, 'organisation', 2],
      [{ failures: 9, cooldown: '2m' }, 'user', 2],
      [{ failures: 5, cooldown: '2m' }, 'default', null],
    ]);
    expect(told('agents.coder').map((one) => one?.slice(1))).toEqual([
      ['repository', 5],
      ['user', 1],
    ]);
    expect(told('agents.mine')).toEqual([[{ provider: 'mine' }, 'user', 1]]);
    expect(told('routing.1').map((one) => one?.slice(1))).toEqual([['repository', 13]]);
    // Rules go before rules as a whole.
    expect(told('routing.2')).toEqual([
      [{ use: ['coder'] }, 'repository', 14],
      [{ when: { files: ['docs/**'] }, use: ['mine'] }, 'user', 3],
      [{ use: ['mine'] }, 'user', 3],
    ]);
    expect(told('protected.a/**').map((one) => one?.slice(1))).toEqual([
      ['repository', 16],
      ['user', 4],
    ]);
    expect(told(`prices.${LISTED.model}`)).toEqual([
      [{ input: 4, cached: 0.25, output: 24 }, 'repository', 17],
      [{ input: LISTED.input, cached: LISTED.cached, output: LISTED.output }, 'default', null],
    ]);
    expect(told('roles.tester')).toEqual([[null, 'default', null]]);
  });

  test('where no file sets anything are the defaults', () => {
    const explained = explainSettings(parseSettings({ own: null, organisation: null }).entries);
    expect(explained.every(({ from, overrode }) => from.layer === 'default' && overrode.length === 0)).toBe(true);
    const values = (setting: string) => explained.filter((one) => one.setting === setting);
    expect(values('protected').map(({ value }) => value)).toEqual(PROTECTED_PATHS);
    expect(values('prices')).toHaveLength(PRICES.length);
    expect(values('routing')).toMatchObject([{ value: [] }]);
    expect(values('agents')).toMatchObject([{ value: null, note: expect.any(String) }]);
    expect(values('roles').map(({ name }) => name)).toEqual(['coder', 'reviewer', 'tester', 'orchestrator']);
  });
});
