/** A host that tasks may reach: its name, or everything below `*.`, and one port; without a port those of HTTPS and HTTP. */
export type AllowedHost = { readonly host: string; readonly port: number | undefined };

const WRITTEN = /^((?:\*\.)?[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9])?|\[[0-9a-f:.]+\])(?::(\d{1,5}))?$/i;
const USUAL_PORTS: readonly number[] = [443, 80];

/** Reads `api.example.com`, `*.example.org` or `127.0.0.1:11434`; undefined: it is none of these. */
export function readAllowedHost(written: string): AllowedHost | undefined {
  const [, host, port] = WRITTEN.exec(written) ?? [];
  if (host === undefined || host.includes('..')) return undefined;
  if (port === undefined) return { host: host.toLowerCase(), port: undefined };
  const number = Number(port);
  return number >= 1 && number <= 65_535 ? { host: host.toLowerCase(), port: number } : undefined;
}

/** Whether one of them means this host and port. A name does not mean what lies below it, nor `*.` the name itself. */
export function isAllowed(allowed: readonly AllowedHost[], host: string, port: number): boolean {
  // A full stop at its end makes a name absolute, and no other.
  const asked = host.toLowerCase().replace(/\.$/, '');
  return allowed.some((one) => {
    const isPort = one.port === undefined ? USUAL_PORTS.includes(port) : one.port === port;
    return isPort && (one.host.startsWith('*.') ? asked.endsWith(one.host.slice(1)) : asked === one.host);
  });
}
