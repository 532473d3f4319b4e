import type { ReviewComment } from '../../service/ports/review_reader.ts';
import { isRefusal } from '../clients/github_error.ts';
import type { RepositoryClient } from '../clients/repository_client.ts';

/** The comments on lines of a pull request, the oldest first; none: there is no such pull request (any more). */
export async function reviewComments(
  { octokit, named }: RepositoryClient,
  pull: number,
): Promise<readonly ReviewComment[]> {
  try {
    const all = await octokit.paginate(octokit.rest.pulls.listReviewComments, {
      ...named,
      pull_number: pull,
      per_page: 100,
    });
    return all.map((comment) => ({
      id: comment.id,
      review: comment.pull_request_review_id,
      thread: comment.in_reply_to_id ?? comment.id,
      by: comment.user.login,
      text: comment.body,
      path: comment.path,
      // The line as it was commented stays; that of today is gone where the file has changed since.
      line: comment.original_line ?? comment.line ?? null,
      commit: comment.original_commit_id,
      hunk: comment.diff_hunk,
    }));
  } catch (error) {
    if (isRefusal(error, 404)) return [];
    throw error;
  }
}
