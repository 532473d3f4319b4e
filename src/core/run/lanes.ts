/** Effects of one lane are sent one after another; those of different lanes do not wait for each other. */

/** What moves a run's integration branch: making it, and the merges into it. */
export function integrationLane(run: string): string {
  return `run:${run}`;
}

/** What belongs to one task's own branch: publishing it, its check, its end. Other tasks have nothing to wait for there. */
export function taskLane(task: string): string {
  return `task:${task}`;
}

/** Everything that only shows how a run stands, or tidies after it. */
export function showLane(run: string): string {
  return `show:${run}`;
}

/** Bringing back a lost integration branch: the merges that wait in its own lane wait for just that. */
export function restoreLane(run: string): string {
  return `restore:${run}`;
}

/** The lane of effects that write the one comment of an issue which no run has made its own yet; `repository` is our own id of it. */
export function issueLane(repository: string, issue: number): string {
  return `issue:${repository}:${issue}`;
}
