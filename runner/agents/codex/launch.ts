import type { AgentTask, Launch } from '../agent_driver.ts';

/**
 * Codex as a server on its standard streams, which tells more of its failures than `codex exec` and passes its questions on.
 * Its own sandbox is off: it runs in ours, and a sandbox within keeps it from committing in a worktree.
 */
export function launchCodex({ command, model, tools }: AgentTask): Launch {
  const settings = {
    check_for_update_on_startup: false,
    'features.default_mode_request_user_input': true,
    suppress_unstable_features_warning: true,
    'analytics.enabled': false,
    ...(model === null ? {} : { model }),
    ...(tools === null ? {} : toolServer(tools)),
  };
  const flags = Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${toml(value)}`]);
  // What it says of itself it colours, also where nobody sees colours: it stands in the log.
  return { argv: [...command, 'app-server', ...flags], environment: { NO_COLOR: '1' } };
}

/** Its own limit for a tool is five minutes. */
function toolServer({ name, command, environment, callTimeoutMs }: NonNullable<AgentTask['tools']>) {
  const [program, ...args] = command;
  const server = `mcp_servers.${name}`;
  return {
    [`${server}.command`]: program,
    [`${server}.args`]: args,
    [`${server}.env`]: environment,
    [`${server}.tool_timeout_sec`]: Math.ceil(callTimeoutMs / 1_000),
  };
}

type TomlValue = string | number | boolean | readonly string[] | Readonly<Record<string, string>>;

/** A value as TOML, inline. JSON's strings are TOML's. */
function toml(value: TomlValue): string {
  if (typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((item) => JSON.stringify(item)).join(', ')}]`;
  return `{${Object.entries(value)
    .map(([key, item]) => `${JSON.stringify(key)} = ${JSON.stringify(item)}`)
    .join(', ')}}`;
}
