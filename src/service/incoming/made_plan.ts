import { isFreeForm } from '../../core/plan/is_free_form.ts';
import { parsePlan } from '../../core/plan/parse_plan.ts';
import type { RunRecord } from '../../core/records.ts';
import type { Occasion } from './occasion.ts';
import type { IssueEvent } from './wanted_of_issue.ts';

/** Whether an edit leaves an issue without tasks whose run goes by what the orchestrator made of it: that plan stands, and is not edited so. */
export async function saysNoPlan(
  { deps: { store } }: Occasion,
  { issue }: IssueEvent,
  { id }: RunRecord,
): Promise<boolean> {
  if (!isFreeForm(parsePlan(issue.body))) return false;
  return (await store.read.planOf(id))?.fromOrchestrator === true;
}
