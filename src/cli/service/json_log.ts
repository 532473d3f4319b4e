import type { LogLevel } from '../../config/variable.ts';
import type { Log } from '../../service/dependencies.ts';

const ORDER: readonly LogLevel[] = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'];

/** True where what is said at `level` is wanted by somebody who asked for `least` and above. */
export function isLogged(level: LogLevel, least: LogLevel): boolean {
  return ORDER.indexOf(level) >= ORDER.indexOf(least);
}

/** A log that writes one JSON object a line, from one level up. */
export function jsonLog(write: (line: string) => unknown, least: LogLevel): Log {
  return (level, message, data = {}) => {
    if (!isLogged(level, least)) return;
    write(`${JSON.stringify({ time: Date.now(), level, message, ...data })}\n`);
  };
}
