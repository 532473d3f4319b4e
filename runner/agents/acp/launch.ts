import type { AgentTask, Launch, ToolServer } from '../agent_driver.ts';

/** The provider's command speaks the protocol as it is; everything else is said in it. */
export function launchAcp({ command }: AgentTask): Launch {
  return { argv: command, environment: {} };
}

/** A tool server as the protocol names one to be started. It knows no limit of time for a tool. */
export function mcpServer({ name, command, environment }: ToolServer) {
  const [program, ...args] = command;
  const env = Object.entries(environment).map(([key, value]) => ({ name: key, value }));
  return { name, command: program, args, env };
}
