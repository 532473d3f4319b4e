import type { Repository } from '../state.ts';
import type { World } from '../world.ts';
import { editIssue } from './issues.ts';

const keyword = /\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?):?\s+#(\d+)/gi;

/** Closes the issues that a text names with a closing keyword, as GitHub does once it reaches the default branch. */
export async function closeMentioned(world: World, repository: Repository, actor: string, text: string): Promise<void> {
  for (const [, number] of text.matchAll(keyword)) {
    const issue = repository.issues.get(Number(number));
    if (issue === undefined || issue.pull !== undefined) continue;
    await editIssue(world, repository, issue, actor, { state: 'closed', stateReason: 'completed' });
  }
}
