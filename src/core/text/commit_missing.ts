/** Why the work of a task cannot be published or merged whose commit the repository has not (any more), and what to do. */
export function commitMissing(commit: string): string {
  return `The repository does not hold commit ${commit}; retry the task.`;
}
