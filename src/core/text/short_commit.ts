/** The beginning of a commit's id, as people know it. */
export function shortCommit(commit: string): string {
  return commit.slice(0, 7);
}
