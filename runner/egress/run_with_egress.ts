import { connect, type Socket } from 'node:net';
import { dirname, extname, join } from 'node:path';
import type { ToolProgram } from '../tools/install_tool.ts';
import type { AllowedHost } from './allowed_host.ts';
import { startEgressProxy } from './egress_proxy.ts';

/** What tasks of a runner may reach. */
export type Egress = {
  readonly allowed: readonly AllowedHost[];
  /** Opens a connection to a host that is allowed. */
  readonly connect: (host: string, port: number) => Socket;
};

/** What the machine itself reaches by these names. */
export function egressTo(allowed: readonly AllowedHost[]): Egress {
  return { allowed, connect: (host, port) => connect({ host, port }) };
}

/** The socket of a proxy, as long a name as the tool server's. */
const SOCKET_NAME = 'e';
/** Reached without a proxy, unless the list names it: it is the sandbox's own loopback then. */
const OWN_LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

/**
 * Starts a proxy for one command and has it run behind it.
 *
 * @param folder the folder for its socket, as this machine and as the command see it
 * @param run gets the arguments to be run in a sandbox without a network
 */
export async function runWithEgress<T>(
  { allowed, connect: open }: Egress,
  tool: ToolProgram,
  { host, inside }: { readonly host: string; readonly inside: string },
  command: { readonly argv: readonly string[]; readonly onRefused: (target: string) => void },
  run: (argv: readonly string[]) => Promise<T>,
): Promise<T> {
  const proxy = await startEgressProxy(join(host, SOCKET_NAME), {
    allowed,
    connect: open,
    onRefused: command.onRefused,
  });
  try {
    const noProxy = OWN_LOOPBACK.filter((name) => allowed.every((one) => one.host !== name)).join(',');
    const forwarder = join(dirname(tool.program), `egress_forwarder${extname(tool.program)}`);
    return await run([tool.node, forwarder, join(inside, SOCKET_NAME), noProxy, ...command.argv]);
  } finally {
    await proxy.close();
  }
}
