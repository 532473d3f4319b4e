import type { ExecutionRequest, Limits, StartingPoint, Work } from '../../protocol/execution_request.ts';
import { PROTOCOL_VERSION } from '../../protocol/version.ts';
import { attemptRef, integrationBranch, taskBranch } from '../branch_names.ts';
import { AGENT_CONFIGURATION, addedProtection, PROTECTED_PATHS } from '../plan/protected_paths.ts';
import { overviewText } from '../prompt/plan_overview.ts';
import type { Pick as Picked } from '../schedule/room.ts';
import type { LeaseDetails } from '../slices.ts';
import { continuation } from '../task/continuation.ts';
import { isHidden } from '../task/hidden_task.ts';
import { mendsMerged } from '../task/mends_merged.ts';
import { awaitsVerification } from '../task/pushed_commits.ts';
import { requiredOutputs } from '../task/required_outputs.ts';
import { commitMessage } from '../text/commit_message.ts';
import { budgetOf } from '../usage/budget_of.ts';
import { agentWork } from './agent_work.ts';
import type { NewAttempt } from './new_attempt.ts';

/** Limits of attempts that a task does not set itself. */
export type ExecutionLimits = Limits;

/** Everything a runner needs for the next attempt of a task. */
export function buildExecutionRequest(
  details: LeaseDetails,
  pick: Picked,
  attempt: NewAttempt,
  limits: ExecutionLimits,
): ExecutionRequest {
  const { task, run, repository, dependencies, answers } = details;
  const { settings } = task.spec;
  const { number } = attempt;
  const budget = budgetOf(settings, details.spent, details.agents.prices, pick.grant.share);
  return {
    protocol: PROTOCOL_VERSION,
    attempt: attempt.attempt,
    run: run.id,
    task: { id: task.id, key: task.key, title: task.spec.title },
    number,
    issue: run.name,
    repository: { id: repository.id, cloneUrl: repository.cloneUrl },
    startingPoint: startingPoint(details),
    attemptRef: attemptRef(run.id, task.key, number),
    work: work(details, pick, attempt),
    setup: settings.setup.map((argv) => [...argv]),
    verify: settings.verify.map((argv) => [...argv]),
    verifyByPath: (settings.verifyByPath ?? []).map(({ when, argv }) => ({ when: [...when], argv: [...argv] })),
    ...changesOf(details),
    protected: {
      paths: [...PROTECTED_PATHS, ...addedProtection(details.agents, settings)],
      agentConfiguration: [...AGENT_CONFIGURATION],
    },
    verifyIn: settings.verifyIn,
    inputs: [...dependencies],
    answers: [...answers],
    planText: overviewText(details, attempt.boundary),
    requiredOutputs: requiredOutputs(details),
    allowNoChange: settings.allowNoChange || mendsMerged(details),
    readOnly: isHidden(task.kind),
    commitMessage: commitMessage(task, run.id, number),
    limits: {
      ...limits,
      timeoutMs: settings.timeoutMs ?? limits.timeoutMs,
      stepTimeoutMs: settings.stepTimeoutMs ?? limits.stepTimeoutMs,
      askWaitMs: settings.askWaitMs ?? limits.askWaitMs,
      ...(budget === undefined ? {} : { budget }),
    },
    routing: pick.routing,
  };
}

/**
 * What people pushed is verified at the head of the task's branch. A further attempt of an agent whose verification failed,
 * or who was interrupted, goes on from its own commit, one that mends what people pushed from that; every other starts at
 * the head of the integration branch. Once the task's branch is published, later commits descend from it, so that it only
 * moves forward.
 */
function startingPoint(details: LeaseDetails): StartingPoint {
  const { task, run, mustContain } = details;
  if (task.pushed !== null && awaitsVerification(task)) {
    return { ref: `refs/heads/${taskBranch(run.branchPrefix, task.key)}`, mustContain: [task.pushed] };
  }
  // Its run has no branches.
  if (task.kind === 'planning') return { ref: `refs/heads/${run.base}`, mustContain: [] };
  const continueFrom = continuation(details);
  // The whole is what is known to be there, whoever brought it.
  const { integrationHead: head, baseCommit } = run;
  const whole = task.kind === 'verification' && head !== null && head !== baseCommit ? [head] : [];
  return {
    ref: `refs/heads/${integrationBranch(run.branchPrefix)}`,
    mustContain: [...new Set([...mustContain, ...whole])],
    ...(continueFrom === null ? {} : { continueFrom }),
    // What people pushed is theirs: nobody is asked about it.
    ...(continueFrom === null || task.pushed === null || holdsUnverified(task) ? {} : { trusted: task.pushed }),
    ...(task.commit === null || task.commit === continueFrom?.commit ? {} : { alsoParent: task.commit }),
  };
}

/** Whether a person pushed on top of what an agent had left unverified: then a person is asked about protected files in all of it. */
function holdsUnverified({ takeover, pushed }: LeaseDetails['task']): boolean {
  if (takeover?.kind !== 'returned' || takeover.change === null) return false;
  return takeover.change.onUnverified && takeover.change.head === pushed;
}

/** What is only verified has made no change itself: that of the whole run counts. */
function changesOf({ task, run }: LeaseDetails): Pick<ExecutionRequest, 'changedSince'> {
  const onlyVerifies = task.kind === 'verification' || awaitsVerification(task);
  return onlyVerifies && run.baseCommit !== null ? { changedSince: run.baseCommit } : {};
}

function work(details: LeaseDetails, pick: Picked, attempt: NewAttempt): Work {
  const { task } = details;
  if (task.kind === 'verification' || awaitsVerification(task)) return { kind: 'verification' };
  switch (task.spec.work.kind) {
    case 'command':
      return { kind: 'command', run: task.spec.work.run.map((argv) => [...argv]) };
    case 'function':
      return { kind: 'function', call: task.spec.work.call };
    case 'agent':
      if (pick.agent === null) throw new Error(`No agent was chosen for ${task.key}.`);
      return agentWork(details, pick.agent, attempt);
    case 'issue':
      throw new Error(`${task.key} waits for an issue; nobody does it.`);
    default:
      return task.spec.work satisfies never;
  }
}
