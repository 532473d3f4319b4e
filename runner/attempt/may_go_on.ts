import type { Transport } from '../config/runner_config.ts';
import type { TaskProcesses } from './task_processes.ts';

/**
 * Whether an earlier conversation can go on here: its HOME was kept, and the worktree lies where it lay for the agents that
 * find a conversation by their folder (Gemini, opencode). In the sandbox it always does; without one each attempt has its own.
 */
export function mayGoOn(
  transport: Transport,
  { isHomeKept, sandbox }: { readonly isHomeKept: boolean; readonly sandbox: TaskProcesses['sandbox'] },
): boolean {
  if (!isHomeKept) return false;
  return sandbox !== 'none' || !IS_BOUND_TO_FOLDER[transport];
}

const IS_BOUND_TO_FOLDER: Readonly<Record<Transport, boolean>> = {
  'claude-code': false,
  codex: false,
  // Some are, and nothing tells which.
  acp: true,
  aider: false,
  text: false,
};
