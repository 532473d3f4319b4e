import { describe, expect, test } from 'vitest';
import { agentSettings } from '../../../src/core/agents/agent_settings.ts';
import { parseSettings } from '../../../src/core/settings/parse_settings.ts';

const own = (yaml: string) => parseSettings({ own: yaml, organisation: null });

describe('`prices` in the settings file', () => {
  test('are in US dollars per million tokens, by model; what a cache held costs like the rest unless it is said', () => {
    const { settings, problems } = own(
      'prices:\n  gpt-5.5*: { input: $4, cached: 0.25, output: 24 }\n  our/model: { input: 1, output: 2.5 }\n',
    );
    expect(problems).toEqual([]);
    const prices = [
      { model: 'gpt-5.5*', input: 4, cached: 0.25, output: 24 },
      { model: 'our/model', input: 1, cached: 1, output: 2.5 },
    ];
    expect(settings.prices).toEqual(prices);
    // They are pinned with the agents when a run starts.
    expect(agentSettings(settings).prices).toEqual(prices);
    expect(agentSettings(own('label: plan').settings)).not.toHaveProperty('prices');
  });

  test("of the repository go before the organisation's", () => {
    const organisation = 'prices: { a: { input: 1, output: 1 }, b: { input: 1, output: 1 } }';
    const { settings } = parseSettings({ own: 'prices: { b: { input: 9, output: 9 } }', organisation });
    expect(settings.prices?.map(({ model, input }) => [model, input])).toEqual([
      ['b', 9],
      ['a', 1],
    ]);
  });

  test.each([
    ['label: x\nprices: 5', 2, 'key: value'],
    ['prices:\n  a: 5', 2, 'key: value'],
    ['prices:\n  a: { input: 5 }', 2, 'no price of its output'],
    ['prices:\n  a: { output: 5 }', 2, 'no price of its input'],
    ['prices:\n  a: { input: 1, output: 2 }\n  b:\n    input: much\n    output: 2', 4, 'is no price'],
    ['prices:\n  a: { input: -1, output: 2 }', 2, 'is no price'],
    ['prices:\n  a: { input: 100001, output: 2 }', 2, 'is no price'],
    ['prices:\n  a: { inputs: 1, output: 2, input: 1 }', 2, 'inputs'],
    ['prices:\n  a model: { input: 1, output: 2 }', 2, 'no name of a model'],
  ])('with a mistake say where: %j', (yaml, line, about) => {
    const { settings, problems } = own(yaml);
    expect(problems).toMatchObject([{ file: 'repository', line, message: expect.stringContaining(about) }]);
    expect(problems[0]?.mend).not.toBe('');
    expect(settings.prices).toBeUndefined();
  });

  test('are no more than an attempt can be told', () => {
    const many = Array.from({ length: 201 }, (_, at) => `  m${at}: { input: 1, output: 1 }`).join('\n');
    expect(own(`prices:\n${many}`).problems).toMatchObject([{ line: 1, message: '`prices` names 201 models.' }]);
  });
});
