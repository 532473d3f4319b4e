import type { LogLevel } from '../../config/variable.ts';
import { RUNNER_TOKEN_SHAPE } from '../../protocol/runner_tokens.ts';
import type { Log } from '../../service/dependencies.ts';

/** Tokens of ours and of GitHub, by their shapes: nothing logs one, and should something, it is not told. */
const TOKENS = new RegExp(`(?<![A-Za-z0-9])(?:${RUNNER_TOKEN_SHAPE}|gh[opsur]_[A-Za-z0-9]{20,255})`, 'g');

const ORDER: readonly LogLevel[] = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'];

/** True where what is said at `level` is wanted by somebody who asked for `least` and above. */
export function isLogged(level: LogLevel, least: LogLevel): boolean {
  return ORDER.indexOf(level) >= ORDER.indexOf(least);
}

/** A log that writes one JSON object a line, from one level up. */
export function jsonLog(write: (line: string) => unknown, least: LogLevel): Log {
  return (level, message, data = {}) => {
    if (!isLogged(level, least)) return;
    const line = JSON.stringify({ time: Date.now(), level, message, ...data });
    write(`${line.replace(TOKENS, '[secret]')}\n`);
  };
}
