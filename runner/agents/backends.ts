import type { Transport } from '../config/runner_config.ts';
import { acp } from './acp/acp.ts';
import type { AgentBackend } from './agent_driver.ts';
import { aider } from './aider/aider.ts';
import { claudeCode } from './claude_code/claude_code.ts';
import { codex } from './codex/codex.ts';
import { text } from './text/text.ts';

/** The backend of each transport. */
export const BACKENDS: Readonly<Record<Transport, AgentBackend>> = {
  'claude-code': claudeCode,
  codex,
  acp,
  aider,
  text,
};
