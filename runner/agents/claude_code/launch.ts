import type { AgentTask, Launch } from '../agent_driver.ts';

/** How often Claude Code asks its model again by itself: a passing trouble is ours to wait out, and ours knows more. */
const OWN_RETRIES = 2;
/** The longest that one request to the model may take, in milliseconds. */
const REQUEST_TIMEOUT_MS = 300_000;

/**
 * Claude Code in its host mode: events as lines of JSON in both directions, so that its questions come to us and it can be
 * interrupted. It asks for no permission: what it may do is the sandbox's matter. As root it takes that only where it is told
 * that there is one (IS_SANDBOX).
 */
export function launchClaudeCode({ command, model, session, newSessionId, tools }: AgentTask): Launch {
  return {
    argv: [
      ...command,
      '-p',
      '--input-format=stream-json',
      '--output-format=stream-json',
      '--verbose',
      '--dangerously-skip-permissions',
      '--permission-prompt-tool=stdio',
      ...(session === null ? ['--session-id', newSessionId] : ['--resume', session.id]),
      ...(model === null ? [] : ['--model', model]),
      ...(tools === null ? [] : ['--mcp-config', mcpConfig(tools), '--strict-mcp-config']),
    ],
    environment: {
      IS_SANDBOX: '1',
      DISABLE_AUTOUPDATER: '1',
      CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
      CLAUDE_CODE_MAX_RETRIES: String(OWN_RETRIES),
      API_TIMEOUT_MS: String(REQUEST_TIMEOUT_MS),
    },
  };
}

/** `alwaysLoad`: else the tools stand behind a search that a model may not think of. */
function mcpConfig({ name, command, environment, callTimeoutMs }: NonNullable<AgentTask['tools']>): string {
  const [program, ...args] = command;
  const server = { type: 'stdio', command: program, args, env: environment, alwaysLoad: true, timeout: callTimeoutMs };
  return JSON.stringify({ mcpServers: { [name]: server } });
}
