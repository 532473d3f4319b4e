import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { AgentExit, Launch } from '../../runner/agents/agent_driver.ts';
import { systemClock, within } from '../../runner/process/clock.ts';
import { killAll, terminate } from '../../runner/process/kill_tree.ts';
import { identify } from '../../runner/process/process_table.ts';
import { MARK_VARIABLE, type ProcessTree, sessionTree } from '../../runner/process/process_tree.ts';

/** An agent's program at work, with all that it starts. */
export type AgentProcess = {
  readonly write: (text: string) => void;
  /** Nothing more is written. */
  readonly close: () => void;
  /** Ends it: its input first, then as gently as it lets itself be ended. To be called as well where it ends by itself. */
  readonly end: () => Promise<AgentEnd>;
  /** Resolves when it has ended by itself. */
  readonly exited: Promise<unknown>;
  readonly kill: () => Promise<void>;
};

/** How it ended. */
export type AgentEnd = {
  readonly exit: AgentExit;
  /** How many of its processes lived on after it; none does any more. */
  readonly survivors: number;
};

/** How long an agent may take to end by itself when its work is over, and again when it is asked to. */
const GRACE_MS = 1_500;
const KILL_PATIENCE_MS = 5_000;
const LOOK_AGAIN_MS = 20;
const ERROR_TAIL = 2_000;
/** As shells say it of a program that a signal ended, and of one that is not there. */
const ENDED_BY_SIGNAL = 128;
const NOT_FOUND = 127;

/** Starts it. */
export function startAgentProcess(
  launch: Launch,
  { cwd, onStdout }: { readonly cwd: string; readonly onStdout: (bytes: Uint8Array) => void },
): AgentProcess {
  const mark = randomUUID();
  const [program, ...args] = launch.argv;
  const env = { ...launch.environment, [MARK_VARIABLE]: mark };
  const child = spawn(program, args, { cwd, env, stdio: 'pipe', detached: true });
  const leader = child.pid === undefined ? undefined : identify(child.pid);
  const tree = sessionTree({ mark, channels: [], ...(leader === undefined ? {} : { leader, groupId: leader.pid }) });
  // An agent that has ended reads no more.
  child.stdin.on('error', () => {});
  let stderrTail = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderrTail = `${stderrTail}${text}`.slice(-ERROR_TAIL);
  });
  child.stdout.on('data', onStdout);
  const drained = new Promise<void>((resolve) => child.on('close', () => resolve()));
  const exited = new Promise<number>((resolve) => {
    child.on('error', () => resolve(NOT_FOUND));
    child.on('exit', (code) => resolve(code ?? ENDED_BY_SIGNAL));
  });
  return {
    write: (text) => {
      child.stdin.write(text);
    },
    close: () => child.stdin.end(),
    end: async () => {
      child.stdin.end();
      await endGently(tree, exited);
      const exitCode = await exited;
      // What it started may still be on its way out.
      await within(GRACE_MS, systemClock, gone(tree));
      const survivors = tree.members().length;
      await killAll(tree, systemClock, KILL_PATIENCE_MS);
      await drained;
      return { exit: { exitCode, stderrTail }, survivors };
    },
    exited,
    kill: async () => {
      await killAll(tree, systemClock, KILL_PATIENCE_MS);
    },
  };
}

/** Not every agent ends with its input. */
async function endGently(tree: ProcessTree, exited: Promise<number>): Promise<void> {
  let isOver = false;
  const ended = exited.then(() => {
    isOver = true;
  });
  await within(GRACE_MS, systemClock, ended);
  if (isOver) return;
  terminate(tree);
  await within(GRACE_MS, systemClock, ended);
  if (!isOver) await killAll(tree, systemClock, KILL_PATIENCE_MS);
}

async function gone(tree: ProcessTree): Promise<void> {
  while (tree.members().length > 0) await pause(LOOK_AGAIN_MS);
}
