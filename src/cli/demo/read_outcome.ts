import type { Client } from '../../http/client.ts';
import { git } from '../../local/git/git_process.ts';
import { type RunResponse, TaskResponse } from '../../protocol/operator.ts';
import type { AttemptView } from '../../protocol/views.ts';
import { answerOf } from '../client/answer_of.ts';
import type { DemoOutcome } from './deviations.ts';

/** Looks at what the demonstration left: in the database by the client, in the repository by git. */
export async function readOutcome(client: Client, snapshot: RunResponse, repository: string): Promise<DemoOutcome> {
  const attempts: AttemptView[] = [];
  for (const { key } of snapshot.tasks) {
    const param = { run: snapshot.run.id, task: key };
    const answer = await answerOf(TaskResponse, client.api.v1.runs[':run'].tasks[':task'].$get({ param }));
    attempts.push(...answer.attempts);
  }
  const ask = async (...args: string[]) => (await git(['-C', repository, ...args])).stdout;
  const branches = (await ask('for-each-ref', '--format=%(refname:short)', 'refs/heads')).trim().split('\n');
  const names = await ask('ls-tree', '-r', '--name-only', '-z', snapshot.run.integrationBranch);
  const files: Record<string, string> = {};
  for (const name of names.split('\0').filter((one) => one !== '')) {
    files[name] = await ask('show', `${snapshot.run.integrationBranch}:${name}`);
  }
  const checkedOut = (await ask('symbolic-ref', '--short', 'HEAD')).trim();
  return { snapshot, attempts, branches, files, checkedOut, changes: (await ask('status', '--porcelain')).trim() };
}
