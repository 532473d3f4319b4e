import type { AgentBackend } from '../agents/agent_driver.ts';
import type { TaskProcesses } from './task_processes.ts';

/**
 * Whether an earlier conversation can go on here: its HOME was kept, and the worktree lies where it lay for the agents that
 * find a conversation by their folder. In the sandbox it always does; without one each attempt has its own.
 */
export function mayGoOn(
  { isBoundToFolder }: Pick<AgentBackend, 'isBoundToFolder'>,
  { isHomeKept, sandbox }: { readonly isHomeKept: boolean; readonly sandbox: TaskProcesses['sandbox'] },
): boolean {
  if (!isHomeKept) return false;
  return sandbox !== 'none' || !isBoundToFolder;
}
