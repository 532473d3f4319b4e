import type { ConversationEvent } from '../../protocol/conversation.ts';
import type { ExecutionRequest } from '../../protocol/execution_request.ts';
import { probed } from '../breaker/resting.ts';
import { type Decision, DecisionBuilder, type Surroundings } from '../decision.ts';
import type { AttemptRecord, RunnerRecord } from '../records.ts';
import type { Pick as Picked } from '../schedule/room.ts';
import type { LeaseDetails, LeaseSlice } from '../slices.ts';
import { isHidden } from '../task/hidden_task.ts';
import { buildExecutionRequest, type ExecutionLimits } from './execution_request.ts';
import { moveTask } from './move_task.ts';

/** What all leases have in common. */
export type LeaseInput = {
  /** How long the lease lasts until the attempt has started, in milliseconds. */
  readonly startWithinMs: number;
  readonly limits: ExecutionLimits;
};

/** A task that was picked, for whom, with everything that its request is built from. */
export type PickedTask = {
  readonly pick: Picked;
  readonly details: LeaseDetails;
  readonly runner: RunnerRecord;
  /** Id of the runner's call, by which a repeated call gets the same answer. */
  readonly leaseRequest: string;
  /** What the task's agent did and said before, as far as it is known; oldest first. */
  readonly conversation: readonly ConversationEvent[];
};

/** Hands picked tasks to their runners: each gets its next attempt. Lands only if no other lease command landed meanwhile. */
export function leaseTasks(
  slice: Pick<LeaseSlice, 'schedulerVersion'>,
  picked: readonly PickedTask[],
  input: LeaseInput,
  around: Surroundings,
): Decision<readonly ExecutionRequest[]> {
  const builder = new DecisionBuilder();
  if (picked.length === 0) return builder.result([]);
  builder.change({ kind: 'advance_scheduler', from: slice.schedulerVersion });
  const requests = picked.map((chosen) => {
    const { pick, details, runner, conversation } = chosen;
    const { task, run, repository } = details;
    const number = task.attempts + 1;
    const attemptId = around.newId();
    const request = buildExecutionRequest(
      details,
      pick,
      { attempt: attemptId, number, boundary: `data-${around.newId()}`, runner: runner.id, conversation },
      input.limits,
    );
    for (const name of task.spec.settings.locks) {
      builder.change({ kind: 'take_lock', repository: repository.id, name, task: task.id });
    }
    // Nothing else keeps its run from ending at this moment: hidden tasks are not among those that have to end first.
    if (isHidden(task.kind)) {
      builder.change({ kind: 'require_not_canceled', run: run.id, in: 'running', task: task.id });
    }
    if (details.answers.length > 0) {
      const answers = details.answers.map(({ n, answer }) => ({ n, answer }));
      builder.change({ kind: 'require_answers', task: task.id, answers });
    }
    moveTask(builder, task, 'lease', { attempts: number, ...(task.approval === null ? {} : { approval: null }) });
    const told = request.work.kind === 'agent' ? details.findings.map(({ id }) => id) : [];
    if (told.length > 0) builder.change({ kind: 'tell_findings', findings: told, attempt: number });
    if (pick.probes !== null) builder.change({ kind: 'save_breaker', breaker: probed(pick.probes, attemptId) });
    builder.change({ kind: 'insert_attempt', attempt: newAttempt(chosen, request, input, around.now) });
    builder.event({
      run: run.id,
      task: task.key,
      attempt: number,
      body: { kind: 'attempt_leased', runner: runner.name, agent: pick.agent?.agent ?? null, routing: pick.routing },
    });
    return request;
  });
  return builder.result(requests);
}

function newAttempt(
  { pick, runner, leaseRequest }: PickedTask,
  request: ExecutionRequest,
  input: LeaseInput,
  now: number,
): AttemptRecord {
  return {
    id: request.attempt,
    run: request.run,
    task: request.task.id,
    number: request.number,
    state: 'leased',
    runner: runner.id,
    boot: runner.boot,
    leaseRequest,
    agent: pick.agent?.agent ?? null,
    provider: pick.agent?.provider ?? null,
    model: pick.agent?.model ?? null,
    leaseUntil: now + input.startWithinMs,
    cancel: null,
    base: null,
    startCommit: null,
    progress: '',
    request,
    outcome: null,
    failure: null,
    reservedMicros: pick.grant.reserved.costMicros,
    reservedTokens: pick.grant.reserved.tokens,
    leasedAt: now,
    startedAt: null,
    endedAt: null,
  };
}
