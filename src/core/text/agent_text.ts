import type { BuiltInProvider } from '../../protocol/built_in_providers.ts';

/** What people call the agents that runners know by themselves. */
const NAMES: Readonly<Record<BuiltInProvider, string>> = {
  claude: 'Claude Code',
  codex: 'Codex',
  gemini: 'Gemini CLI',
  opencode: 'opencode',
  goose: 'Goose',
  aider: 'Aider',
};

/** `coder (Claude Code, sonnet)`: who did it, what was started for it and with which model, as far as that is known and says more. */
export function agentText({
  agent,
  provider,
  model,
}: {
  readonly agent: string;
  readonly provider: string | null;
  readonly model: string | null;
}): string {
  const program =
    provider === null ? null : (Object.entries(NAMES).find(([name]) => name === provider)?.[1] ?? provider);
  const isItself = program === null || agent === provider;
  const more = [isItself ? null : program, model].filter((part) => part !== null);
  const name = isItself ? (program ?? agent) : agent;
  return more.length === 0 ? name : `${name} (${more.join(', ')})`;
}
