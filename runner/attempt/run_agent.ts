import type { PromptPart, Work } from '../../src/protocol/execution_request.ts';
import type { FailureClass } from '../../src/protocol/outcome.ts';
import type { AgentOutcome, AgentTask } from '../agents/agent_driver.ts';
import type { Provider } from '../config/runner_config.ts';
import { TailText } from '../log/tail_text.ts';
import type { Ended } from '../process/ended.ts';
import { AgentProgram } from './agent_program.ts';
import type { Attempt, Place } from './attempt.ts';
import { AttemptFailure, type RunnerFailureClass } from './attempt_failure.ts';
import { describeEnd, runTaskCommand, stopIfInterrupted, taskFolders } from './run_task_command.ts';
import { tellEnd, tellInterruption } from './tell_end.ts';

/** The end of an agent's error output that is kept, in UTF-16 code units. */
const STDERR_LIMIT = 16_384;

type AgentWork = Extract<Work, { kind: 'agent' }>;

/**
 * Has the agent do the task in the worktree.
 *
 * @throws AttemptFailure `refused` where there is no such agent, else of the class that its backend found; AttemptInterrupted
 */
export async function runAgent(attempt: Attempt, place: Place, work: AgentWork): Promise<void> {
  const provider = requireProvider(attempt, work.provider);
  const stderr = new TailText(STDERR_LIMIT);
  const task = agentTask(attempt, place, provider, work);
  attempt.conversation.tell({ kind: 'prompt', text: task.prompt });
  const program = new AgentProgram(attempt, provider, task);
  const { tellsProgress } = program;
  const { launch } = program.driver;
  if (launch.input !== undefined) program.begin();
  const ended = await runTaskCommand(attempt, place, {
    argv: launch.argv,
    ...(launch.shown === undefined ? {} : { shown: launch.shown }),
    environment: launch.environment,
    ...(launch.input === undefined ? { converse: (input) => program.begin(input) } : { stdin: launch.input }),
    checkout: place.checkout,
    own: attempt.own,
    gitWritable: true,
    listedVariables: provider.env,
    ownCommand: provider.command,
    cancel: program.ending,
    // What it prints for us is told in words instead.
    logged: tellsProgress ? 'stderr' : 'all',
    onOutput: (bytes, stream) => (stream === 'stdout' ? program.driver.onStdout(bytes) : stderr.write(bytes)),
  }).finally(() => program.release());
  tellInterruption(attempt);
  stopIfInterrupted(attempt);
  const exitCode = exitOf(work.agent, ended, program.isOver);
  const outcome = program.driver.finish({ exitCode, stderrTail: stderr.text() });
  attempt.summary = outcome.summary;
  tellEnd(attempt, outcome, tellsProgress);
  if (outcome.kind === 'failed') throw failureOf(attempt, work.agent, outcome);
}

function agentTask(attempt: Attempt, place: Place, provider: Provider, { prompt, model }: AgentWork): AgentTask {
  const { request, paths, own, surroundings } = attempt;
  const folders = taskFolders(attempt, place, { checkout: place.checkout, own, gitWritable: true });
  const seen = (path: string) => surroundings.processes.seenPath(folders, path);
  return {
    command: provider.command,
    prompt: promptText(prompt),
    model,
    workingDirectory: seen(folders.tree),
    session: null,
    newSessionId: request.attempt,
    tools: {
      name: 'planwright',
      command: [seen(`${paths.programs}/planwright-tool`), 'mcp'],
      environment: {},
      callTimeoutMs: request.limits.timeoutMs,
    },
  };
}

/** The parts of a prompt as one text, each under its title. */
function promptText(parts: readonly PromptPart[]): string {
  return `${parts.map(({ title, text }) => (title === '' ? text : `# ${title}\n\n${text}`)).join('\n\n')}\n`;
}

function requireProvider(attempt: Attempt, wanted: string): Provider {
  const { providers } = attempt.surroundings;
  const provider = providers.find(({ name }) => name === wanted);
  if (provider !== undefined) return provider;
  const names = providers.map(({ name }) => name).join(', ');
  const choices = names === '' ? 'its file names no provider' : `it has ${names}`;
  throw new AttemptFailure('refused', `this runner has no provider ${wanted}; ${choices}`);
}

/** A program that was ended because its work was over has done what it should. */
function exitOf(agent: string, ended: Ended, isOver: boolean): number {
  if (ended.how === 'exited') return ended.exitCode;
  if (isOver) return 0;
  // A program that is not there will not be there for the next attempt either.
  const missing = ended.how === 'could_not_start' && ended.code === 'ENOENT';
  throw new AttemptFailure(missing ? 'refused' : 'agent_error', `agent ${agent} ${describeEnd(ended)}`);
}

function failureOf(
  attempt: Attempt,
  agent: string,
  { class: found, message, resetsAt }: Extract<AgentOutcome, { kind: 'failed' }>,
): AttemptFailure {
  const retryAfterMs = resetsAt === undefined ? undefined : Math.max(0, resetsAt - attempt.surroundings.epochMs());
  // Nobody here asked it to stop.
  const code: RunnerFailureClass = isOfRunner(found) ? found : 'agent_error';
  return new AttemptFailure(code, `agent ${agent}: ${message}`, retryAfterMs === undefined ? {} : { retryAfterMs });
}

function isOfRunner(failure: FailureClass): failure is RunnerFailureClass {
  return failure !== 'conflict' && failure !== 'lost' && failure !== 'canceled' && failure !== 'paused';
}
