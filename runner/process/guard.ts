/**
 * The guard: a program of its own beside each runner process. Its stdin is a pipe that only the runner holds. When the
 * pipe ends because the runner died, even by SIGKILL, it kills every command that was running. Without a pid namespace
 * this is best effort: see `sessionTree` for what can be missed.
 */
import { createInterface } from 'node:readline';
import { pause, systemClock } from './clock.ts';
import type { GuardLine } from './guard_client.ts';
import { killAll } from './kill_tree.ts';
import { sessionTree, type TreeTraits } from './process_tree.ts';

/** A command that the runner was just forking shows its mark only after its exec, so the guard looks again, this much later each. */
const LOOK_AGAIN_MS = [0, 50, 250, 1000];
const PATIENCE_MS = 5000;

const watched = new Map<string, TreeTraits>();

// The end of the pipe is what ends the guard: who stops a whole service with SIGTERM must not stop it before the runner.
for (const name of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(name, () => {});

for await (const line of createInterface({ input: process.stdin })) {
  const message = JSON.parse(line) as GuardLine;
  if (message.do === 'watch') watched.set(message.traits.mark, message.traits);
  else watched.delete(message.mark);
}

if (watched.size > 0) {
  for (const delayMs of LOOK_AGAIN_MS) {
    await pause(systemClock, delayMs);
    await Promise.all([...watched.values()].map((traits) => killAll(sessionTree(traits), systemClock, PATIENCE_MS)));
  }
}
