import type { IncomingBody } from '../../core/incoming/incoming_event.ts';
import type { RunRecord } from '../../core/records.ts';
import { commit } from '../commit.ts';
import { settlingForGood } from './acted_upon.ts';
import { editByIssue } from './edit_by_issue.ts';
import { type Handled, ignored, SETTLED } from './handled.ts';
import { issuesOfPlan } from './issues_of_plan.ts';
import { mayCommand, type Occasion, settingsOf } from './occasion.ts';
import { tellRefused } from './refuse_edit.ts';

/** Issues were put below another, or said to block it, or not any more: plans that are made of these issues and run follow. */
export async function handleRelations(
  occasion: Occasion,
  event: Extract<IncomingBody, { kind: 'relations' }>,
): Promise<Handled> {
  const { of: number } = event;
  const { deps, repository, sender } = occasion;
  if (sender.bot) return ignored('Bots edit no plans.');
  const runs = occasion.isKnown ? await deps.store.read.unfinishedRuns(repository.id) : [];
  const concerned: (RunRecord & { readonly issue: number })[] = [];
  for (const run of runs) {
    const { id, issue } = run;
    const plan = issue === null ? null : await deps.store.read.planOf(id);
    if (issue === null || plan?.fromSubIssues !== true) continue;
    if (issue === number || [...plan.tasks, ...plan.groups].some((each) => each.issue === number))
      concerned.push({ ...run, issue });
  }
  if (concerned.length === 0) return ignored('No plan that runs is made of this issue.');
  if (!(await mayCommand(occasion, await settingsOf(occasion)))) return tellRefused(occasion, concerned, event);
  for (const { id, issue } of concerned) {
    const issues = await issuesOfPlan(occasion, { number: issue, body: '' }, await deps.store.read.planOf(id));
    await editByIssue(occasion, id, { kind: 'relations', issue: number, issues }, async () => []);
  }
  await commit(deps, 'settle_delivery', async () => ({
    changes: settlingForGood(occasion, 'The plan was read.'),
    events: [],
    effects: [],
    result: null,
  }));
  return SETTLED;
}
