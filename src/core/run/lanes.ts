/** Effects of one lane are sent one after another; those of different lanes do not wait for each other. */

/** Everything that moves a run's branches. */
export function integrationLane(run: string): string {
  return `run:${run}`;
}

/** Everything that only shows how a run stands, or tidies after it. */
export function showLane(run: string): string {
  return `show:${run}`;
}

/** Bringing back a lost integration branch: what waits in the lane of branches waits for just that. */
export function restoreLane(run: string): string {
  return `restore:${run}`;
}
