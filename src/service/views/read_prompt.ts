import { promptParts } from '../../core/prompt/prompt_parts.ts';
import { Refusal } from '../../core/refusal.ts';
import type { PromptResponse } from '../../protocol/operator.ts';
import type { RunView, TaskView } from '../../protocol/views.ts';
import type { ServiceDependencies } from '../dependencies.ts';
import { earlierConversation } from './earlier_conversation.ts';
import { requireTask } from './find.ts';

/**
 * What an attempt was told, or, without a number, what the next would be told as things stand if it began a new conversation: where
 * the former goes on, only the runner that takes it knows. The line around its data is drawn anew for every attempt.
 *
 * @throws Refusal `not_found` where there is no such task or attempt, or no agent does it
 */
export async function readPrompt(
  deps: ServiceDependencies,
  run: RunView,
  named: string,
  attempt: number | undefined,
): Promise<PromptResponse> {
  const { store, newId } = deps;
  const task = await requireTask(deps, run, named);
  if (task.kind !== 'agent') throw new Refusal('not_found', `No agent does \`${task.key}\`, so it has no prompt.`);
  if (attempt !== undefined) return await promptOf(deps, run, task, attempt);
  const [details] = await store.read.leaseDetails([task.id]);
  if (details === undefined) throw new Refusal('not_found', 'The task has gone.');
  const { role, model, agents, why } = task.routing;
  const [first] = agents;
  const conversation = await earlierConversation(deps, details);
  const parts = promptParts(details, { agent: first?.agent ?? '', role }, `data-${newId()}`, conversation);
  return {
    attempt: null,
    state: task.state,
    agent: first?.agent ?? null,
    provider: first?.provider ?? null,
    model: model ?? first?.model ?? null,
    role,
    routing: why,
    resumed: null,
    parts: [...parts],
  };
}

async function promptOf(
  { store }: ServiceDependencies,
  run: RunView,
  { key: task, state }: Pick<TaskView, 'key' | 'state'>,
  number: number,
): Promise<PromptResponse> {
  const view = (await store.view.attempts(run.id, task)).find((one) => one.number === number);
  const slice = view === undefined ? null : await store.read.attemptSlice(view.id, 'direct');
  if (slice === null) throw new Refusal('not_found', `\`${task}\` has no attempt ${number}.`);
  const { work, routing } = slice.attempt.request;
  if (work.kind !== 'agent') throw new Refusal('not_found', `Attempt ${number} of \`${task}\` was no agent's.`);
  const { agent, provider, model, role, prompt, resume } = work;
  return {
    attempt: number,
    state,
    agent,
    provider,
    model,
    role,
    routing,
    resumed: resume?.prompt ?? null,
    parts: prompt,
  };
}
