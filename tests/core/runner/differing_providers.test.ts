import { expect, test } from 'vitest';
import { differenceText, differingProviders } from '../../../src/core/runner/differing_providers.ts';

const runner = (name: string, agents: Readonly<Record<string, string>>) => ({
  name,
  agents: Object.entries(agents).map(([agent, transport]) => ({ name: agent, transport })),
});

test('providers that are spoken to in several ways under one name are found', () => {
  const found = differingProviders([
    runner('forge-3', { codex: 'codex', claude: 'claude-code' }),
    runner('forge-1', { claude: 'acp', aider: 'aider' }),
    runner('forge-2', { claude: 'claude-code', codex: 'codex', aider: 'text' }),
  ]);
  expect(found).toEqual([
    {
      provider: 'aider',
      transports: [
        { transport: 'aider', runners: ['forge-1'] },
        { transport: 'text', runners: ['forge-2'] },
      ],
    },
    {
      provider: 'claude',
      transports: [
        { transport: 'acp', runners: ['forge-1'] },
        { transport: 'claude-code', runners: ['forge-2', 'forge-3'] },
      ],
    },
  ]);
  expect(found.map(differenceText)).toEqual([
    '`aider` is aider on forge-1, text on forge-2',
    '`claude` is acp on forge-1, claude-code on forge-2 and forge-3',
  ]);
});

test('what is the same everywhere is no difference', () => {
  expect(differingProviders([runner('a', { claude: 'acp' }), runner('b', { claude: 'acp', codex: 'codex' })])).toEqual(
    [],
  );
  expect(differingProviders([])).toEqual([]);
});
