import type { Work } from '../../src/protocol/execution_request.ts';
import { SUMMARY_LIMIT } from '../../src/protocol/outcome.ts';
import { BACKENDS } from '../agents/backends.ts';
import type { Provider } from '../config/runner_config.ts';
import { TailText } from '../log/tail_text.ts';
import type { Ended } from '../process/ended.ts';
import type { Attempt, Place } from './attempt.ts';
import { AttemptFailure } from './attempt_failure.ts';
import { describeEnd, runTaskCommand, stopIfInterrupted } from './run_task_command.ts';

/**
 * Has the agent do the task in the worktree.
 *
 * @throws AttemptFailure `refused` where there is no such agent, `agent_error` where it failed; AttemptInterrupted
 */
export async function runAgent(attempt: Attempt, place: Place, work: Extract<Work, { kind: 'agent' }>): Promise<void> {
  const provider = requireProvider(attempt, work.agent);
  const session = BACKENDS[provider.transport].start({ provider, prompt: work.prompt });
  const stdout = new TailText(SUMMARY_LIMIT);
  const stderr = new TailText(SUMMARY_LIMIT);
  const ended = await runTaskCommand(attempt, place, {
    argv: session.command.argv,
    stdin: session.command.stdin,
    checkout: place.checkout,
    own: attempt.own,
    gitWritable: true,
    listedVariables: provider.env,
    ownCommand: provider.command,
    onOutput: (bytes, stream) => {
      if (stream === 'stdout') session.onStdout?.(bytes);
      (stream === 'stdout' ? stdout : stderr).write(bytes);
    },
  });
  attempt.summary = stdout.text().trim();
  stopIfInterrupted(attempt);
  const result = session.finish({
    exitCode: requireExit(provider.name, ended),
    stdoutTail: stdout.text(),
    stderrTail: stderr.text(),
  });
  attempt.summary = result.summary;
  if (result.kind === 'failed') throw new AttemptFailure('agent_error', result.message);
}

function requireProvider(attempt: Attempt, agent: string): Provider {
  const { providers } = attempt.surroundings;
  const provider = providers.find(({ name }) => name === agent);
  if (provider !== undefined) return provider;
  const names = providers.map(({ name }) => name).join(', ');
  const choices = names === '' ? 'its file names no provider' : `it has ${names}`;
  throw new AttemptFailure('refused', `this runner has no agent ${agent}; ${choices}`);
}

function requireExit(agent: string, ended: Ended): number {
  if (ended.how === 'exited') return ended.exitCode;
  // A program that is not there will not be there for the next attempt either.
  const missing = ended.how === 'could_not_start' && ended.code === 'ENOENT';
  throw new AttemptFailure(missing ? 'refused' : 'agent_error', `agent ${agent} ${describeEnd(ended)}`);
}
