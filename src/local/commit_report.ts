import type { ReportStanding } from '../core/effects/offered.ts';
import type { ReportToCommit } from '../service/ports/forge.ts';
import { BranchMovedError } from './branch_moved.ts';
import { checkedOutIn } from './git/checked_out.ts';
import { commitFile } from './git/commit_file.ts';
import { GitProcessError, git } from './git/git_process.ts';
import { readRef, updateRefs } from './git/refs.ts';
import type { RepositoryFolders } from './git/repository_folders.ts';

/** How often the branch may move away under the report before it is left for a later sending. */
const MAX_MOVES = 10;

/**
 * Commits the report on the integration branch, unless it stands there word for word, and moves the branch only from the head
 * that the commit stands on.
 */
export async function commitReport(
  report: ReportToCommit,
  branch: string,
  { commonDir }: RepositoryFolders,
): Promise<ReportStanding> {
  const ref = `refs/heads/${branch}`;
  for (let move = 0; move < MAX_MOVES; move += 1) {
    const head = await readRef(commonDir, ref);
    if (head === undefined) return refused(`the branch \`${branch}\` is gone.`);
    const known = await commitOfReport(commonDir, report, head);
    if (known !== undefined) return { kind: 'committed', commit: known, head };
    const folder = await checkedOutIn(commonDir, ref);
    if (folder !== undefined) return refused(`the branch \`${branch}\` is checked out in ${folder}.`);
    const made = await tryCommit(commonDir, report, head);
    if (typeof made !== 'string') return made;
    if (await updateRefs(commonDir, [{ ref, to: made, from: head }], 'planwright: report')) {
      return { kind: 'committed', commit: made, head: made };
    }
  }
  throw new BranchMovedError(branch);
}

/** The commit that brought the report in these words; undefined: the file is missing or says something else. */
async function commitOfReport(
  commonDir: string,
  { path, text }: ReportToCommit,
  head: string,
): Promise<string | undefined> {
  const file = await git(['cat-file', 'blob', `${head}:${path}`], { gitDir: commonDir, expectedExitCodes: [0, 128] });
  if (file.exitCode !== 0 || file.stdout !== text) return undefined;
  return (await git(['rev-list', '-1', head, '--', path], { gitDir: commonDir })).stdout.trim();
}

async function tryCommit(commonDir: string, report: ReportToCommit, head: string): Promise<string | ReportStanding> {
  try {
    return await commitFile(commonDir, head, report);
  } catch (error) {
    if (!(error instanceof GitProcessError) || error.code !== 'git_failed') throw error;
    return refused(`git did not take \`${report.path}\` (${error.message}).`);
  }
}

function refused(message: string): ReportStanding {
  return { kind: 'refused', message };
}
