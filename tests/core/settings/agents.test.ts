import { describe, expect, it, test } from 'vitest';
import { parseSettings } from '../../../src/core/settings/parse_settings.ts';

const own = (text: string) => parseSettings({ own: text, organisation: null });
const faults = (text: string) => own(text).problems.map(({ line, message, mend }) => `${line} ${message} ${mend}`);

describe('agents in a settings file', () => {
  it('have a provider, a model, what they are told and who takes over', () => {
    const { settings, problems } = own(`agents:
  coder: { provider: claude, model: 'claude-x[1m]', fallback: codex }
  writer:
    provider: script
    prompt: |
      Write short sentences.
      No adjectives.
    fallback: [coder, gemini]
  codex: { model: large }
  opencode:
`);
    expect(problems).toEqual([]);
    expect(settings.agents).toEqual({
      coder: { provider: 'claude', model: 'claude-x[1m]', prompt: null, fallback: ['codex'] },
      writer: {
        provider: 'script',
        model: null,
        prompt: 'Write short sentences.\nNo adjectives.',
        fallback: ['coder', 'gemini'],
      },
      codex: { provider: 'codex', model: 'large', prompt: null, fallback: [] },
      opencode: { provider: 'opencode', model: null, prompt: null, fallback: [] },
    });
  });

  it('take roles, and tasks by rules', () => {
    const { settings, problems } = own(`agents: { coder: { model: x } }
roles:
  reviewer: { agent: codex }
  translator: { prompt: Translate. }
routing:
  - { when: { files: "docs/**" }, use: writer }
  - when:
      labels: [gpu]
      role: [coder, tester]
      task: train-*
      at-least: 30m
      at-most: 2h
    use: [coder, writer]
    strategy: round_robin
  - { use: [coder, codex], strategy: auto }
`);
    expect(problems).toEqual([]);
    expect(settings.roles).toEqual({
      reviewer: { agent: 'codex', prompt: null },
      translator: { agent: null, prompt: 'Translate.' },
    });
    expect(settings.routing).toEqual([
      { when: { files: ['docs/**'] }, use: ['writer'], strategy: 'fixed' },
      {
        when: {
          labels: ['gpu'],
          roles: ['coder', 'tester'],
          tasks: ['train-*'],
          atLeastMs: 1_800_000,
          atMostMs: 7_200_000,
        },
        use: ['coder', 'writer'],
        strategy: 'round_robin',
      },
      { when: {}, use: ['coder', 'codex'], strategy: 'auto' },
    ]);
  });

  it('of the organisation stay where the repository adds others', () => {
    const { settings, problems } = parseSettings({
      organisation: 'agents:\n  coder: { model: small }\n  writer:\nrouting:\n  - use: writer\n',
      own: 'agents:\n  coder: { model: large }\nroles:\n  tester: { agent: writer }\n',
    });
    expect(problems).toEqual([]);
    expect(settings.agents).toMatchObject({ coder: { model: 'large' }, writer: { provider: 'writer' } });
    expect(settings.routing).toMatchObject([{ use: ['writer'] }]);
  });

  it('may be called like what every object has', () => {
    const { settings } = own('agents:\n  __proto__: { model: x }\n  constructor: { model: y }\n');
    expect(Object.keys(settings.agents)).toEqual(['__proto__', 'constructor']);
  });

  test.each([
    ['agents: claude', '1 This is no list of `key: value`. Write for example'],
    ['agents:\n  coder: claude', '2 This is no list of `key: value`. Write for example'],
    ['agents:\n  coder: { modle: x }', '2 `modle` is not known here. Did you mean `model`?'],
    ['agents:\n  coder: { tools: [x] }', '2 `tools` is not known here. Known are `provider`, `model`,'],
    ['agents:\n  a b: { model: x }', '2 `a b` is no name. Use letters'],
    ['agents:\n  coder:\n    model: [a, b]', '3 The value of `model` is no text. Write one text.'],
    ['agents:\n  coder:\n    model: -p', '3 `-p` (`model`) is no name of a model. Write it as its provider does'],
    ['agents:\n  coder:\n    fallback: [coder]', '3 `coder` cannot take over from itself. Name each other'],
    ['agents:\n  coder:\n    fallback: [x1, x1]', '3 `x1` takes over twice. Name each other'],
    ['agents:\n  coder:\n  coder:', '2 `coder` is set twice here. Keep one'],
    ['agents:\n  coder:\nrouting:\n  - use: codr', '4 There is no agent `codr`. Did you mean `coder`?'],
    ['agents:\n  coder:\nroles:\n  tester: { agent: cdoer }', '4 There is no agent `cdoer`. Did you mean `coder`?'],
    ['agents:\n  coder:\n  writer: { fallback: codre }', '3 There is no agent `codre`. Did you mean `coder`?'],
    ['roles:\n  tester: { agnt: x }', '2 `agnt` is not known here. Did you mean `agent`?'],
    ['routing: coder', '1 `routing` is a list of rules. Write for example'],
    ['routing:\n  - { when: { files: docs/** } }', '2 This rule names no agent. Say whom to `use`.'],
    ['routing:\n  - { use: [] }', '2 `use` names nothing. Name one, or remove it.'],
    ['routing:\n  - { use: [a, a] }', '2 `a` stands twice in `use`. Name each agent once.'],
    [
      'routing:\n  - use: a\n  - use: b',
      '3 This rule stands behind one that fits every task, so it never counts. Move',
    ],
    ['routing:\n  - when:\n      file: x\n    use: a', '3 `file` is not known here. Did you mean `files`?'],
    ['routing:\n  - when:\n      at-least: soon\n    use: a', '3 `soon` (`at-least`) is no duration. Write'],
    ['routing:\n  - { use: a, strategy: best }', '2 `best` (`strategy`) is not known. Write'],
  ])('with a mistake are told its line and how to mend it: %j', (text, expected) => {
    expect(faults(text)).toEqual([expect.stringContaining(expected)]);
  });
});
