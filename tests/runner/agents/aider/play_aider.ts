import { spawn } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AgentOutcome, EarlierSession } from '../../../../runner/agents/agent_driver.ts';
import type { AgentEvent } from '../../../../runner/agents/agent_event.ts';
import { aider } from '../../../../runner/agents/aider/aider.ts';

const STAND_IN = fileURLToPath(new URL('../../../support/aider/aider_stand_in.ts', import.meta.url));

/** What came of one start of Aider. */
export type Played = {
  readonly events: readonly AgentEvent[];
  readonly outcome: AgentOutcome;
  /** Whether what it keeps beside the work is gone. */
  readonly isTidy: boolean;
};

/** One start of it. */
export type AiderPart = {
  readonly folder: string;
  readonly modelUrl: string;
  readonly prompt: string;
  readonly id?: string;
  readonly session?: EarlierSession | null;
  readonly model?: string | null;
  readonly command?: readonly [string, ...string[]];
  /** Told once it runs; what it returns asks it to end. */
  readonly until?: Promise<void>;
};

/** Plays the stand-in with the driver, in its own HOME and worktree below `folder`. */
export async function playAider(part: AiderPart): Promise<Played> {
  const { folder, modelUrl, prompt, id = 'first', session = null, model = null } = part;
  const [home, worktree] = ['home', 'worktree'].map((name) => join(folder, name)) as [string, string];
  for (const path of [home, worktree]) mkdirSync(path, { recursive: true });
  const events: AgentEvent[] = [];
  const driver = aider.start(
    {
      command: part.command ?? [process.execPath, STAND_IN],
      prompt,
      model,
      workingDirectory: worktree,
      session,
      newSessionId: id,
      tools: null,
    },
    { emit: (event) => events.push(event), write: () => {}, workIsOver: () => {} },
  );
  const [program, ...args] = driver.launch.argv;
  const env = { PATH: process.env.PATH, HOME: home, OPENAI_API_BASE: `${modelUrl}/v1`, ...driver.launch.environment };
  const child = spawn(program, args, { cwd: worktree, env, detached: true });
  driver.begin();
  let stderrTail = '';
  child.stdout.on('data', (bytes) => driver.onStdout(bytes));
  child.stderr.on('data', (bytes) => {
    stderrTail += String(bytes);
  });
  child.stdin.on('error', () => {});
  child.stdin.end(driver.launch.input);
  void part.until?.then(() => process.kill(-(child.pid ?? 0), 'SIGTERM'));
  const exitCode = await new Promise<number>((resolve) => child.on('close', (code) => resolve(code ?? 128)));
  const outcome = driver.finish({ exitCode, stderrTail });
  return { events, outcome, isTidy: !existsSync(join(worktree, '.aider.tags.cache.v4')) };
}
