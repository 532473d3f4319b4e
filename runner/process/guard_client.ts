import { type ChildProcess, spawn } from 'node:child_process';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TreeTraits } from './process_tree.ts';

/** What the runner tells its guard, one JSON object a line. */
export type GuardLine =
  | { readonly do: 'watch'; readonly traits: TreeTraits }
  | { readonly do: 'release'; readonly mark: string };

/** Commands that must not outlive this process, by mark. */
const watched = new Map<string, TreeTraits>();
let guard: ChildProcess | undefined;

/**
 * Has a command killed should this process die. To be called with the mark before the command is started, so that no
 * moment is unguarded, and again when more is known of it.
 */
export function watch(traits: TreeTraits): void {
  watched.set(traits.mark, traits);
  if (guard === undefined) startGuard();
  else tell(guard, { do: 'watch', traits });
}

/** Nothing of the command with this mark is left. */
export function release(mark: string): void {
  watched.delete(mark);
  if (guard !== undefined) tell(guard, { do: 'release', mark });
}

function startGuard(): void {
  // The sources run as .ts in a checkout and as .js when installed.
  const program = fileURLToPath(new URL(`./guard${extname(import.meta.filename)}`, import.meta.url));
  // A session of its own, so that Ctrl-C in the runner's terminal does not reach it; no environment, so no secret.
  const started = spawn(process.execPath, [program], {
    detached: true,
    cwd: '/',
    // Node hands this variable of its own on to every child that was not given it.
    env: { NODE_V8_COVERAGE: undefined },
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  const forget = (): void => {
    if (guard === started) guard = undefined;
  };
  // A guard that cannot start is tried again at the next command; the commands themselves still run.
  started.on('error', forget);
  started.stdin?.on('error', () => {});
  started.on('exit', (_, signal) => {
    forget();
    if (signal !== null && guard === undefined && watched.size > 0) startGuard();
  });
  // Neither the guard nor its pipe keeps the runner from ending.
  started.unref();
  if (started.stdin !== null && 'unref' in started.stdin && typeof started.stdin.unref === 'function') {
    started.stdin.unref();
  }
  guard = started;
  for (const traits of watched.values()) tell(started, { do: 'watch', traits });
}

function tell(receiver: ChildProcess, line: GuardLine): void {
  receiver.stdin?.write(`${JSON.stringify(line)}\n`);
}
