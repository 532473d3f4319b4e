import type { AgentTask, Launch, McpServerSpec } from '../agent_driver.ts';

/** The provider's command speaks the protocol as it is; nearly everything else is said in it. */
export function launchAcp({ command, tools }: AgentTask): Launch {
  const opencode = tools === null ? OPENCODE_ALONE : { ...OPENCODE_ALONE, ...opencodePatience(tools) };
  return {
    argv: command,
    environment: {
      ...ALONE,
      OPENCODE_CONFIG_CONTENT: JSON.stringify(opencode),
      ...(tools === null ? {} : goosePatience(tools)),
    },
  };
}

/**
 * What agents would do where people sit before them: fetch news of themselves, ask a keyring or for permission, have their model
 * name a conversation or its tools' calls, start themselves a second time. What they may do is the sandbox's matter.
 */
const ALONE: Launch['environment'] = {
  GEMINI_CLI_NO_RELAUNCH: 'true',
  GOOSE_DISABLE_KEYRING: '1',
  GOOSE_DISABLE_SESSION_NAMING: 'true',
  GOOSE_DISABLE_TOOL_CALL_SUMMARY: 'true',
  GOOSE_MODE: 'auto',
  GOOSE_TELEMETRY_ENABLED: 'false',
  OPENCODE_DISABLE_AUTOUPDATE: '1',
};

/** The same of opencode, in its own settings: a snapshot is what a person would go back to. */
const OPENCODE_ALONE = { permission: 'allow', share: 'disabled', snapshot: false };

/**
 * The protocol has no limit of time for a tool, and agents have their own: a minute at opencode, five at Goose. Each is told
 * by a variable that the others do not know. Gemini has ten minutes and no variable.
 */
function goosePatience({ callTimeoutMs }: McpServerSpec): Launch['environment'] {
  return { GOOSE_DEFAULT_EXTENSION_TIMEOUT: String(Math.ceil(callTimeoutMs / 1_000)) };
}

function opencodePatience({ callTimeoutMs }: McpServerSpec) {
  return { experimental: { mcp_timeout: callTimeoutMs } };
}

/** A tool server as the protocol names one to be started. */
export function mcpServer({ name, command, environment }: McpServerSpec) {
  const [program, ...args] = command;
  const env = Object.entries(environment).map(([key, value]) => ({ name: key, value }));
  return { name, command: program, args, env };
}
