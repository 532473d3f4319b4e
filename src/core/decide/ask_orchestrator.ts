import type { TaskRouting } from '../agents/task_routing.ts';
import type { DecisionBuilder, Surroundings } from '../decision.ts';
import { makeHiddenTask } from './make_hidden_task.ts';

/** How long a runner may take to have a place for the orchestrator, in milliseconds; then people are asked. */
const PLACE_WITHIN_MS = 60_000;
/** The longest that the orchestrator may look at a question, in milliseconds. */
const ANSWER_WITHIN_MS = 300_000;

/**
 * Lets the orchestrator look at a question before people are asked, by a hidden task of the run.
 *
 * @returns the id of that task
 */
export function askOrchestrator(
  builder: DecisionBuilder,
  { run, question }: { readonly run: string; readonly question: string },
  routing: TaskRouting,
  around: Surroundings,
): string {
  const id = around.newId();
  const task = makeHiddenTask({
    id,
    run,
    key: `_answer-${question}`,
    kind: 'answering',
    title: 'Answer a question for people',
    routing,
    timeoutMs: ANSWER_WITHIN_MS,
    dueAt: around.now + PLACE_WITHIN_MS,
  });
  builder.change({ kind: 'insert_hidden_task', task });
  return id;
}
