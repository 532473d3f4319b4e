import { describe, expect, it } from 'vitest';
import { agentSettings } from '../../../src/core/agents/agent_settings.ts';
import { parseSettings } from '../../../src/core/settings/parse_settings.ts';

const own = (yaml: string) => parseSettings({ own: yaml, organisation: null });

describe('`protected` in the settings file', () => {
  it.each([['protected: infra/**'], ['protected: [infra/**]'], ['protected:\n  - infra/**']])('%j', (yaml) => {
    const { settings, problems } = own(yaml);
    expect(problems).toEqual([]);
    expect(agentSettings(settings).protected).toEqual(['infra/**']);
  });

  it('adds to what the organisation says', () => {
    const organisation = 'protected: [a/**, b/**]';
    expect(parseSettings({ own: 'protected: [b/**, c/**]', organisation }).settings.protected).toEqual([
      'b/**',
      'c/**',
      'a/**',
    ]);
    expect(agentSettings(own('label: plan').settings)).not.toHaveProperty('protected');
  });

  it.each([
    ['label: x\nprotected: /etc/**', 2, 'is absolute'],
    ['protected: []', 1, 'names nothing'],
    ['protected:\n  - a/**\n  - ../b', 3, 'leaves the repository'],
  ])('%j is told what to mend', (yaml, line, message) => {
    expect(own(yaml).problems).toMatchObject([{ line, message: expect.stringContaining(message) }]);
  });
});
