import type { AgentTask, Launch, McpServerSpec } from '../agent_driver.ts';

/** The provider's command speaks the protocol as it is; nearly everything else is said in it. */
export function launchAcp({ command, tools }: AgentTask): Launch {
  return { argv: command, environment: { ...ALONE, ...(tools === null ? {} : patience(tools)) } };
}

/** What agents would do where people sit before them: fetch news of themselves, ask a keyring, start themselves a second time. */
const ALONE: Launch['environment'] = {
  GEMINI_CLI_NO_RELAUNCH: 'true',
  GOOSE_DISABLE_KEYRING: '1',
  GOOSE_TELEMETRY_ENABLED: 'false',
  OPENCODE_DISABLE_AUTOUPDATE: '1',
};

/**
 * The protocol has no limit of time for a tool, and agents have their own: a minute at opencode, five at Goose. Each is told
 * by a variable that the others do not know. Gemini has ten minutes and no variable.
 */
function patience({ callTimeoutMs }: McpServerSpec): Launch['environment'] {
  return {
    OPENCODE_CONFIG_CONTENT: JSON.stringify({ experimental: { mcp_timeout: callTimeoutMs } }),
    GOOSE_DEFAULT_EXTENSION_TIMEOUT: String(Math.ceil(callTimeoutMs / 1_000)),
  };
}

/** A tool server as the protocol names one to be started. */
export function mcpServer({ name, command, environment }: McpServerSpec) {
  const [program, ...args] = command;
  const env = Object.entries(environment).map(([key, value]) => ({ name: key, value }));
  return { name, command: program, args, env };
}
