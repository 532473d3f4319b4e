import type { BuiltCommand } from '../../core/commands/command_table.ts';
import { helpText, noRunText, runsAlreadyText } from '../../core/commands/command_texts.ts';
import type { RunRecord } from '../../core/records.ts';
import { runHasEnded } from '../../core/run/run_state.ts';
import { cancelRun } from '../commands/cancel_run.ts';
import { cancelTask } from '../commands/cancel_task.ts';
import { pauseRun } from '../commands/pause_run.ts';
import { resumeRun } from '../commands/resume_run.ts';
import { retryRun } from '../commands/retry_run.ts';
import { retryTask } from '../commands/retry_task.ts';
import { skipTask } from '../commands/skip_task.ts';
import { answerCommand } from './answer_command.ts';
import { approveCommand } from './approve_command.ts';
import { budgetCommand } from './budget_command.ts';
import { isOvertaken, noteIssue, noteUnlessOvertaken } from './note_issue.ts';
import type { Occasion } from './occasion.ts';
import { type CarryOut, type CommandOutcome, type Order, OVERTAKEN, TAKEN, type WithRun } from './order.ts';
import { requireOpenIssue } from './require_open_issue.ts';
import { runCommand } from './run_command.ts';
import { returnCommand, takeCommand } from './take_over.ts';
import { taskOf, whichTask } from './task_of.ts';
import { beforeRun, beforeRunText, cancelWaitingPlan, ofWaitingPlan, showWaitingPlan } from './waiting_plan.ts';

/** Carries out one command. A {@link Refusal} says that things stand so that it cannot be done. */
export function carryOut(occasion: Occasion, order: Order): Promise<CommandOutcome> {
  // Each is asked to carry out what bears its name.
  const act = COMMANDS[order.command.name] as CarryOut<BuiltCommand>;
  return act(occasion, order);
}

const COMMANDS: { readonly [Name in BuiltCommand]: CarryOut<Name> } = {
  run: runCommand,
  help: async ({ github }) => ({ kind: 'taken', reply: helpText(github.appSlug) }),
  approve: approveCommand,
  status: ofWaitingPlan(
    showWaitingPlan,
    inRun(async (_, { run }) => ({ kind: 'taken', show: run.id })),
  ),
  pause: inRun(unlessOvertaken(pause)),
  resume: inRun(unlessOvertaken(resume)),
  cancel: ofWaitingPlan(cancelWaitingPlan, inRun(cancel)),
  retry: inRun(retry),
  skip: inRun(skip),
  answer: inRun(answerCommand),
  take: inRun(takeCommand),
  return: inRun(returnCommand),
  budget: inRun(budgetCommand),
};

/** For commands that are about a run. */
function inRun<Name extends BuiltCommand>(
  act: (occasion: Occasion, order: WithRun<Name>) => Promise<CommandOutcome>,
): CarryOut<Name> {
  return async (occasion, order) => {
    if (order.subject !== null) return act(occasion, { ...order, run: order.subject.run });
    const { name } = order.command;
    const found = await beforeRun(occasion, order);
    const reply = found === null ? noRunText(name, order.settings.settings.label) : beforeRunText(found);
    return name === 'pause' || name === 'cancel' ? { kind: 'told', reply, overtakes: true } : { kind: 'told', reply };
  };
}

/** For commands that must not come behind newer news of the same issue. */
function unlessOvertaken<Name extends BuiltCommand>(
  act: (occasion: Occasion, order: WithRun<Name>) => Promise<CommandOutcome>,
) {
  return async (occasion: Occasion, order: WithRun<Name>): Promise<CommandOutcome> => {
    const { read } = occasion.deps.store;
    if (await isOvertaken(read, occasion.repository, order.issue)) return OVERTAKEN;
    return act(occasion, { ...order, also: [...order.also, noteIssue(occasion.repository, order.issue)] });
  };
}

async function pause({ deps, sender }: Occasion, { run, also }: WithRun): Promise<CommandOutcome> {
  await pauseRun(deps, run.id, { because: 'paused_by_person', by: sender.login }, also);
  return TAKEN;
}

async function resume(occasion: Occasion, { run, issue, also }: WithRun): Promise<CommandOutcome> {
  const { deps, sender } = occasion;
  await requireOpenIssue(occasion, run, issue, 'resume');
  if (run.state === 'running') return { kind: 'told', reply: runsAlreadyText(run), overtakes: true };
  await resumeRun(deps, run.id, { by: sender.login }, also);
  return TAKEN;
}

/** Graceful the first time, at once the second. */
async function cancel(occasion: Occasion, order: WithRun<'cancel'>): Promise<CommandOutcome> {
  const { deps, repository, sender } = occasion;
  const { run, issue, also } = order;
  const task = await taskOf(occasion, order);
  if (task !== null && task.kind === 'told') return task;
  const how = (earlier: RunRecord['cancel']) => (earlier === null ? 'graceful' : 'immediate');
  if (task === null) {
    const noted = [...also, ...(await noteUnlessOvertaken(deps.store.read, repository, issue))];
    await cancelRun(deps, run.id, { how: how(run.cancel), by: sender.login, because: 'person' }, noted);
  } else {
    await cancelTask(deps, task.id, { how: how(task.cancel), by: sender.login }, also);
  }
  return TAKEN;
}

async function retry(occasion: Occasion, order: WithRun<'retry'>): Promise<CommandOutcome> {
  const { deps, sender } = occasion;
  const task = await taskOf(occasion, order);
  if (task !== null && task.kind === 'told') return task;
  await requireOpenIssue(occasion, order.run, order.issue, 'retry');
  if (task === null) await retryRun(deps, order.run.id, { by: sender.login }, order.also);
  else await retryTask(deps, task.id, { by: sender.login }, order.also);
  return TAKEN;
}

async function skip(occasion: Occasion, order: WithRun<'skip'>): Promise<CommandOutcome> {
  const { deps, sender } = occasion;
  const task = await taskOf(occasion, order);
  if (task === null) return whichTask(occasion, order);
  if (task.kind === 'told') return task;
  if (runHasEnded(order.run.state)) await requireOpenIssue(occasion, order.run, order.issue, 'skip');
  await skipTask(deps, task.id, { by: sender.login }, order.also);
  return TAKEN;
}
