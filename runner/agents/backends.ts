import { acp } from './acp/acp.ts';
import type { AgentBackend } from './agent_driver.ts';
import { aider } from './aider/aider.ts';
import { claudeCode } from './claude_code/claude_code.ts';
import { codex } from './codex/codex.ts';
import { text } from './text/text.ts';

/** The backends, by what a provider names them as its `transport`. What is not here is nowhere. */
export const BACKENDS = {
  text,
  'claude-code': claudeCode,
  codex,
  acp,
  aider,
} as const satisfies Readonly<Record<string, AgentBackend>>;

/** How an agent's program is driven: the name of a backend. */
export type Transport = keyof typeof BACKENDS;

/** All of them. */
export const TRANSPORTS = Object.keys(BACKENDS) as readonly Transport[];
