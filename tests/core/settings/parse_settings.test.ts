import { describe, expect, it } from 'vitest';
import { parseSettings } from '../../../src/core/settings/parse_settings.ts';
import { DEFAULT_SETTINGS } from '../../../src/core/settings/repository_settings.ts';
import fc from '../../support/fast_check.ts';
import { processorMs } from '../../support/processor_ms.ts';

const own = (text: string | null) => parseSettings({ own: text, organisation: null });
const admin = { kind: 'role', atLeast: 'admin' };

describe('settings files', () => {
  it('are defaults, then the organisation, then the repository', () => {
    const { entries, ...nothing } = own(null);
    expect(nothing).toEqual({ settings: DEFAULT_SETTINGS, problems: [], commandersKnown: true });
    expect(entries.every(({ from, overrode }) => from.layer === 'default' && overrode.length === 0)).toBe(true);
    const merged = parseSettings({ own: 'label: feature', organisation: 'label: plan-it\nrefusal: polite\n' });
    expect(merged).toMatchObject({
      settings: { ...DEFAULT_SETTINGS, label: 'feature', refusal: 'polite' },
      problems: [],
      commandersKnown: true,
    });
    // The repository's own says who may, whatever the organisation's says.
    const both = { own: 'command-permission: admin', organisation: 'label: [' };
    expect(parseSettings(both)).toMatchObject({ commandersKnown: true });
  });

  it('of the user count least, in JSON as well, and are told of agents that no file knows', () => {
    const user =
      '{\n\t"agents": { "coder": { "model": "small", "fallback": ["code"] } },\n\t"breaker": { "failures": 2 }\n}\n';
    const { settings, problems } = parseSettings({ own: 'breaker: { failures: 3 }', organisation: null, user });
    expect(settings).toMatchObject({ agents: { coder: { model: 'small' } }, breaker: { failures: 3 } });
    expect(problems).toEqual([
      { file: 'user', line: 2, message: 'There is no agent `code`.', mend: 'Did you mean `coder`?' },
    ]);
  });

  it('of the user say nothing about plans that are issues', () => {
    const user = 'agents: { coder: }\nlabel: x\nCommand Permission: write\nrefusal: polite\n';
    const { settings, problems } = parseSettings({ own: null, organisation: null, user });
    expect(problems.map(({ file, line, message }) => `${file} ${line} ${message}`)).toEqual([
      'user 2 `label` is about plans that are issues, and the service that runs these has no user.',
      'user 3 `Command Permission` is about plans that are issues, and the service that runs these has no user.',
      'user 4 `refusal` is about plans that are issues, and the service that runs these has no user.',
    ]);
    expect(settings).toMatchObject({ label: 'plan', refusal: 'silent', agents: { coder: { provider: 'coder' } } });
  });

  it('say who may command', () => {
    for (const [text, expected] of [
      ['command-permission: maintain', { kind: 'role', atLeast: 'maintain' }],
      ['Command Permission: Admin', admin],
      ["command-permission: 'team: core-team'", { kind: 'team', slug: 'core-team' }],
      ['command-permission:\n  team: core', { kind: 'team', slug: 'core' }],
      ['command-permission: { team: core }', { kind: 'team', slug: 'core' }],
    ] as const) {
      expect(own(text), text).toMatchObject({
        settings: { ...DEFAULT_SETTINGS, commandPermission: expected },
        problems: [],
        commandersKnown: true,
      });
    }
  });

  it('let only admins command where that cannot be told', () => {
    for (const text of [
      'command-permission: everybody',
      'command-permission: team: core',
      'command-permision: admin',
      'command-permission: [write]',
      'label: [',
      '- a list',
    ]) {
      const { settings, problems } = own(text);
      expect(settings.commandPermission, text).toEqual(admin);
      expect(own(text).commandersKnown, text).toBe(false);
      expect(problems.length, text).toBeGreaterThan(0);
    }
  });

  it('are told what is not built, and what is nothing', () => {
    const { problems } = own('label: plan\nhooks:\n  - docs/**\nverfy: npm test\nlabl: x\nzebra: 1\n');
    expect(problems.map(({ line, message, mend }) => `${line} ${message} ${mend}`)).toEqual([
      '2 `hooks` is not built yet. Remove it; a plan never starts with a setting that nothing would heed.',
      '4 `verfy` is no setting. Did you mean `verify`?',
      '5 `labl` is no setting. Did you mean `label`?',
      '6 `zebra` is no setting. Remove it, or see the guide for what this file may say.',
    ]);
  });

  it('of a user are never told to be what is refused there', () => {
    const mendOf = (text: string) => parseSettings({ own: null, organisation: null, user: text }).problems[0]?.mend;
    expect(mendOf('labl: x')).toMatch(/^Remove it, or see the guide/);
    expect(mendOf('verfy: x')).toBe('Did you mean `verify`?');
  });

  it('with aliases inside each other cost no more than others', () => {
    const bomb = [
      'a: &a [x]',
      ...Array.from({ length: 60 }, (_, at) => `k${at}: &k${at} [*a, *a, *a, *a, *a, *a, *a]`),
    ];
    const tookMs = processorMs(() => {
      own([...bomb, 'label: *a'].join('\n'));
      own(`${'['.repeat(20_000)}`);
      own(`label: &l plan\nrefusal: *l`);
    });
    expect(tookMs).toBeLessThan(5_000);
    expect(own('x-label: &l plan\nlabel: *l').settings.label).toBe('plan');
  });

  it('never throw, whatever they hold', () => {
    const piece = fc.constantFrom(
      'label',
      'verify',
      'timeout',
      ': ',
      '\n',
      '- ',
      '[',
      '{',
      '&a ',
      '*a',
      '!!x ',
      '? ',
      "'",
      '"',
      '|\n',
      '\t',
      'x',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), fc.string(), (pieces, text) => {
        expect(own(pieces.join('')).settings.label).not.toBe('');
        expect(own(text).settings.label).not.toBe('');
      }),
    );
  });
});
