import { type Clock, pause } from './clock.ts';
import { isAlive, type ProcessIdentity, readProcess } from './process_table.ts';
import type { ProcessTree, TreeTraits } from './process_tree.ts';

/** How often a tree that is being killed is looked at again. */
const RESCAN_MS = 5;

/** Asks every process of the tree once to end by itself (SIGTERM); returns how many were asked. */
export function terminate(tree: ProcessTree): number {
  return tree.stoppable().filter((identity) => signal(identity, 'SIGTERM')).length;
}

/**
 * Kills the tree (SIGKILL) and waits until nothing of it lives. What is forked meanwhile is killed in the next round.
 *
 * @param patienceMs when to give up on processes that even SIGKILL does not end
 * @returns how many were still alive then
 */
export async function killAll(tree: ProcessTree, clock: Clock, patienceMs: number): Promise<number> {
  const startedAt = clock.now();
  for (;;) {
    killGroup(tree.traits);
    const members = tree.members();
    if (members.length === 0) return 0;
    if (clock.now() - startedAt > patienceMs) return members.length;
    for (const member of members) signal(member, 'SIGKILL');
    await pause(clock, RESCAN_MS);
  }
}

/**
 * Kills the group as one: no member can fork itself away from that, as it can between a look and a signal. All there is
 * where the system has no `/proc`.
 */
function killGroup({ groupId, leader }: TreeTraits): void {
  if (groupId === undefined) return;
  // While a member lives the kernel gives the number to nobody else; whoever bears it now and is not the leader is a stranger.
  const bearer = readProcess(groupId);
  if (bearer !== undefined && bearer.startTicks !== leader?.startTicks) return;
  try {
    process.kill(-groupId, 'SIGKILL');
  } catch {
    // Nobody is in it any more.
  }
}

/** Sends a signal to exactly this process; false where it is gone or belongs to somebody else. */
export function signal(identity: ProcessIdentity, name: NodeJS.Signals): boolean {
  // Between this look and the signal the number would have to be freed and given out again.
  if (!isAlive(identity)) return false;
  try {
    return process.kill(identity.pid, name);
  } catch {
    return false;
  }
}
