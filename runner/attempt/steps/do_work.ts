import { runAgent } from '../agent/run_agent.ts';
import type { Attempt, Place } from '../attempt.ts';
import { runFunction } from '../commands/run_function.ts';
import { runListedCommands } from '../commands/run_listed_commands.ts';
import { openTools } from './open_tools.ts';

/**
 * Setup, then the agent or the commands, with the tools at hand. When it returns nothing of the task runs any more.
 *
 * @throws AttemptFailure, AttemptInterrupted
 */
export async function doWork(attempt: Attempt, place: Place): Promise<void> {
  const { request, own } = attempt;
  const tools = await openTools(attempt, place);
  try {
    attempt.action = 'setup';
    await runListedCommands(attempt, place, {
      step: 'setup',
      commands: request.setup,
      checkout: place.checkout,
      own,
      gitWritable: true,
      commit: null,
      timeoutMs: request.limits.stepTimeoutMs,
      failure: 'setup',
    });
    await runWork(attempt, place);
  } finally {
    await tools.close();
  }
}

async function runWork(attempt: Attempt, place: Place): Promise<void> {
  const { work } = attempt.request;
  switch (work.kind) {
    case 'agent':
      attempt.action = 'agent';
      return await runAgent(attempt, place, work);
    case 'command':
      attempt.action = 'command';
      return await runListedCommands(attempt, place, {
        step: 'run',
        commands: work.run,
        checkout: place.checkout,
        own: attempt.own,
        gitWritable: true,
        commit: null,
        failure: 'agent_error',
      });
    case 'function':
      return await runFunction(attempt, place, work.call);
    case 'verification':
      return;
    default:
      work satisfies never;
  }
}
