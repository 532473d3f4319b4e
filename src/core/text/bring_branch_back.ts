/** The command, as code, by which people put a rewritten branch back to a commit that GitHub still has. */
export function bringBranchBack(branch: string, commit: string): string {
  return `\`git fetch origin ${commit} && git push --force origin ${commit}:refs/heads/${branch}\``;
}
