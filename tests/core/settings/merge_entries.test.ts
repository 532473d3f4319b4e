import { expect, it, test } from 'vitest';
import { agentSettings } from '../../../src/core/agents/agent_settings.ts';
import { DEFAULT_ENTRIES } from '../../../src/core/settings/default_entries.ts';
import { mergeEntries, settingsOfEntries } from '../../../src/core/settings/merge_entries.ts';
import { parseSettings } from '../../../src/core/settings/parse_settings.ts';
import { readSettingsFile } from '../../../src/core/settings/read_settings_file.ts';
import { DEFAULT_SETTINGS } from '../../../src/core/settings/repository_settings.ts';
import type { SettingSource } from '../../../src/core/settings/setting_entry.ts';

const user = `agents:
  coder: { provider: claude, model: small }
  mine: { provider: script }
breaker: { failures: 9 }
routing:
  - { when: { files: "docs/**" }, use: mine }
  - { use: mine }
protected: [a/**, b/**]
prices:
  x: { input: 1, output: 1 }
  y: { input: 2, output: 2 }
`;
const organisation = 'roles: { reviewer: { agent: codex } }\nbreaker: { failures: 7 }\nrefusal: polite\n';
const own = `label: work
agents:
  coder: { provider: codex }
routing:

  - { use: coder }
protected:
  - c/**
  - b/**
prices: { y: { input: 3, output: 3 } }
`;

test('of settings and entries with one name that of the nearest file holds, and says what it stands for', () => {
  const { settings, entries, problems } = parseSettings({ own, organisation, user });
  expect(problems).toEqual([]);
  const place = ({ layer, line }: SettingSource) => (layer === 'default' ? layer : `${layer}:${line}`);
  const set = entries.filter(({ from }) => from.layer !== 'default');
  const told = set.map(({ key, name, from, overrode }) => {
    return [name === null ? key : `${key} ${name}`, place(from), ...overrode.map((one) => place(one.from))];
  });
  expect(told).toEqual([
    ['label', 'repository:1', 'default'],
    ['agents coder', 'repository:3', 'user:2'],
    ['routing', 'repository:4', 'user:5', 'default'],
    ['protected c/**', 'repository:8'],
    ['protected b/**', 'repository:9', 'user:8'],
    ['prices y', 'repository:10', 'user:11'],
    ['roles reviewer', 'organisation:1'],
    ['breaker', 'organisation:2', 'user:4', 'default'],
    ['refusal', 'organisation:3', 'default'],
    ['agents mine', 'user:3'],
    ['protected a/**', 'user:8'],
    ['prices x', 'user:10'],
  ]);
  expect(settings).toMatchObject({
    label: 'work',
    refusal: 'polite',
    agents: { coder: { provider: 'codex', model: null }, mine: { provider: 'script' } },
    breaker: { failures: 7 },
    routing: [{ when: {}, use: ['coder'] }],
    protected: ['c/**', 'b/**', 'a/**'],
    prices: [{ model: 'y', input: 3 }, { model: 'x' }],
  });
});

it('knows the line of each rule', () => {
  const { entries } = readSettingsFile('repository', own);
  const routing = entries.find(({ key }) => key === 'routing');
  expect(routing?.value).toMatchObject([{ line: 6, rule: { use: ['coder'] } }]);
});

it('comes to the defaults where no file sets anything', () => {
  for (const entries of [mergeEntries([]), mergeEntries([DEFAULT_ENTRIES])]) {
    expect(settingsOfEntries(entries)).toEqual(DEFAULT_SETTINGS);
    expect(agentSettings(settingsOfEntries(entries))).toEqual({ agents: {}, roles: {}, routing: [] });
  }
});
