import { integrationBranch } from '../../core/branch_names.ts';
import type { EffectAnswer } from '../../core/effects/effect.ts';
import type { ReportStanding } from '../../core/effects/offered.ts';
import type { ReportToCommit } from '../../service/ports/forge.ts';
import { ChangedMeanwhileError, isRefusal, UnexpectedAnswerError } from '../clients/github_error.ts';
import { contains, standing } from '../read/compare.ts';
import { fileAt, lastCommitOf } from '../read/file_at.ts';
import { readRef } from '../read/refs.ts';
import { type EffectCall, runOf } from './effect_call.ts';
import { mutate } from './mutate.ts';
import { refusalOf } from './refusal.ts';

const NAME = 'createCommitOnBranch';
const CREATE_COMMIT = `mutation ($input: CreateCommitOnBranchInput!) {
  ${NAME}(input: $input) { commit { oid } }
}`;
/** How often it is looked anew where people push at the same moment. */
const LOOKS = 3;

/**
 * Commits the report on the integration branch, unless it stands there word for word. GitHub itself compares the head, so that
 * what is pushed at the same moment is neither lost nor forced: REST has no way to ask for that in one write.
 */
export async function commitReport(
  report: ReportToCommit,
  call: EffectCall,
): Promise<ReportStanding | Extract<EffectAnswer, { kind: 'integration_lost' }>> {
  const { branchPrefix, integrationHead } = runOf(call);
  const branch = integrationBranch(branchPrefix);
  for (let look = 1; look <= LOOKS; look += 1) {
    const head = await readRef(call, `heads/${branch}`);
    if (head === undefined) return { kind: 'integration_lost', head: null };
    if (integrationHead !== null && !contains(await standing(call, integrationHead, head))) {
      return { kind: 'integration_lost', head };
    }
    if ((await fileAt(call, report.path, head)) === report.text) {
      // Not the one that is known: the report may have been written anew, and the answer been lost.
      return { kind: 'committed', commit: (await lastCommitOf(call, report.path, head)) ?? head, head };
    }
    try {
      const commit = await commitOnto(head, branch, report, call);
      return { kind: 'committed', commit, head: commit };
    } catch (error) {
      if (!isRefusal(error, 200, 403, 404, 422)) throw error;
      // GitHub does not document how it says that the branch has moved, so it is looked at.
      if ((await readRef(call, `heads/${branch}`)) === head)
        return refusalOf(error, `commit the report to \`${branch}\``);
    }
  }
  throw new ChangedMeanwhileError(`The branch ${branch} keeps moving while the report is committed.`);
}

async function commitOnto(head: string, branch: string, report: ReportToCommit, call: EffectCall): Promise<string> {
  const { owner, repo } = call.named;
  const [headline = '', ...rest] = report.message.split('\n');
  const input = {
    branch: { repositoryNameWithOwner: `${owner}/${repo}`, branchName: branch },
    expectedHeadOid: head,
    message: { headline, body: rest.join('\n').trim() },
    fileChanges: { additions: [{ path: report.path, contents: Buffer.from(report.text).toString('base64') }] },
  };
  const made = (await mutate(call.as({ contents: 'write' }), NAME, CREATE_COMMIT, { input })) as Made;
  const commit = made[NAME]?.commit?.oid;
  if (commit === undefined) throw new UnexpectedAnswerError(NAME, 'it names no commit');
  return commit;
}

type Made = { readonly [NAME]?: { readonly commit?: { readonly oid: string } | null } | null };
