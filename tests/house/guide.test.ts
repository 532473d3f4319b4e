import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { COMMAND_NAMES, COMMANDS, isBuilt, usageOf } from '../../src/core/commands/command_table.ts';
import { builtSettings, settingsOfAllPlans } from '../../src/core/plan/read/setting_keys.ts';
import { parseSettings } from '../../src/core/settings/parse_settings.ts';
import { DEFAULT_SETTINGS } from '../../src/core/settings/repository_settings.ts';
import { read } from './source_files.ts';

const guide = read('docs/guide.md');

/** The section below a heading, up to the next one of the same rank. */
function section(heading: string): string {
  const rest = guide.slice(guide.indexOf(`\n${heading}\n`) + heading.length + 2);
  const rank = heading.slice(0, heading.indexOf(' ') + 1);
  return rest.split(`\n${rank}`, 1)[0] ?? '';
}

function rowsOf(text: string): readonly (readonly string[])[] {
  const lines = text.split('\n').filter((line) => line.startsWith('|'));
  return lines.slice(2).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

describe('the guide', () => {
  it('lists exactly the commands that are carried out', () => {
    const commands = COMMAND_NAMES.filter(isBuilt).map((name) => [`\`${usageOf(name)}\``, COMMANDS[name].does]);
    expect(rowsOf(section('### Commands'))).toEqual(commands);
  });

  it('shows what Planwright really says', () => {
    const examples = [...guide.matchAll(/^```markdown golden=(\S+)\n(.*?)^```$/gms)];
    expect(examples.length).toBeGreaterThan(2);
    for (const [, file = '', text = ''] of examples) expect(read(`tests/core/report/golden/${file}`)).toContain(text);
  });

  it('shows plans and functions that a scenario carries out', () => {
    const examples = [...guide.matchAll(/^```\w+ scenario=(\w+)\/(\S+)\n(.*?)^```$/gms)];
    expect(examples.length).toBeGreaterThan(1);
    for (const [, scenario = '', file = '', text = ''] of examples) {
      const repository = parse(read(`tests/scenarios/${scenario}/repository.yml`));
      const carriedOut = file === 'plan.md' ? read(`tests/scenarios/${scenario}/plan.md`) : repository.files[file];
      expect(carriedOut).toContain(text);
    }
  });

  it('lists exactly the settings of the repository file, with their defaults', () => {
    const { label, commandPermission, refusal, planDefaults: _forAllPlans, ...named } = DEFAULT_SETTINGS;
    const role = commandPermission.kind === 'role' ? commandPermission.atLeast : commandPermission.slug;
    const settings = { label, 'command-permission': role, refusal };
    const rows = rowsOf(section('### `.github/planwright.yml`'));
    expect(rows.map(([key, value]) => [key, value])).toEqual(
      [
        ...Object.entries(settings),
        ...[...Object.keys(named), 'breaker', 'protected', 'prices', 'repository-budget'].map((key) => [key, '']),
      ].map(([key, value]) => [`\`${key}\``, value === '' ? '' : `\`${value}\``]),
    );
  });

  it('names all that a file may say for all plans, and what plans alone may', () => {
    const [, forAll = '', ofOne = ''] =
      /^\*\*For all plans\*\*(.*?)It is written(.*?)^$/ms.exec(section('### `.github/planwright.yml`')) ?? [];
    const namesIn = (text: string) => [...text.matchAll(/`([a-z-]+)`/g)].map(([, name]) => name).sort();
    expect(namesIn(forAll)).toEqual(settingsOfAllPlans.filter((key) => key !== 'protected').sort());
    const [, alone = ''] = /((?:`[a-z]+`(?:, | and )?)+) are about$/m.exec(ofOne) ?? [];
    const places = [...builtSettings].filter(([, place]) => place === 'plan');
    expect(namesIn(alone)).toEqual(places.map(([key]) => key).sort());
  });

  it('shows a repository file that is in order', () => {
    for (const heading of ['### `.github/planwright.yml`', '### Agents, roles and routing']) {
      const [, own = ''] = /^```yaml\n(.*?)^```$/ms.exec(section(heading)) ?? [];
      expect(parseSettings({ own, organisation: null }).problems).toEqual([]);
      expect(own).not.toBe('');
    }
  });

  it('shows conditions of routing that are in order, also within a sentence', () => {
    const conditions = [...guide.matchAll(/(?<!- \{ )\bwhen: \{[^}]*\}/g)].map(([text]) => text);
    expect(conditions.length).toBeGreaterThan(0);
    for (const condition of conditions) {
      const own = `agents:\n  some:\n    provider: claude-code\nrouting:\n  - { ${condition}, use: some }\n`;
      expect(parseSettings({ own, organisation: null }).problems, condition).toEqual([]);
    }
  });
});
