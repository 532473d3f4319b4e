import type { Work } from '../../../src/protocol/execution_request.ts';
import { RunnerFailureClass } from '../../../src/protocol/outcome.ts';
import type { AgentOutcome, LimitEnd } from '../../agents/agent_driver.ts';
import { BACKENDS } from '../../agents/backends.ts';
import type { Provider } from '../../config/runner_config.ts';
import { programOf } from '../../home/programs.ts';
import type { Ended } from '../../process/ended.ts';
import { sleep } from '../../process/sleep.ts';
import { TailText } from '../../streams/tail_text.ts';
import type { Attempt, Place } from '../attempt.ts';
import { AttemptFailure } from '../attempt_failure.ts';
import { writeAttemptSecrets } from '../attempt_secrets.ts';
import { describeEnd, runTaskCommand, stopIfInterrupted } from '../commands/run_task_command.ts';
import { AgentProgram } from './agent_program.ts';
import { agentTask, type TalkOfAgent } from './agent_task.ts';
import { isFoundAgain, mayGoOn } from './may_go_on.ts';
import { reportable } from './reportable_session.ts';
import { tellEnd, tellInterruption } from './tell_end.ts';

/** The end of an agent's error output that is kept, in UTF-16 code units. */
const STDERR_LIMIT = 16_384;

type AgentWork = Extract<Work, { kind: 'agent' }>;

/** Who works, for people, and what the runner started for it. */
type Named = Pick<AgentWork, 'agent' | 'provider'>;

/**
 * Has the agent do the task in the worktree: its earlier conversation goes on where it is still there, else a new one begins.
 *
 * @throws AttemptFailure `refused` where there is no such agent, else of the class that its backend found; AttemptInterrupted
 */
export async function runAgent(attempt: Attempt, place: Place, work: AgentWork): Promise<void> {
  const provider = requireProvider(attempt, work.provider);
  const { surroundings, own, paths } = attempt;
  const takeAway = await surroundings.furnishHome(own.home, provider, (secrets) => writeAttemptSecrets(paths, secrets));
  const outcome = await goOn(attempt, place, provider, work)
    .then((found) => found ?? beginAnew(attempt, place, provider, work))
    .finally(takeAway);
  attempt.summary = outcome.summary;
  if (outcome.kind === 'failed') throw failureOf(attempt, work, outcome);
}

/** null: the earlier conversation is not there any more. */
async function goOn(
  attempt: Attempt,
  place: Place,
  provider: Provider,
  { resume, ...work }: AgentWork,
): Promise<AgentOutcome | null> {
  if (resume === undefined || !mayGoOn(BACKENDS[provider.transport], attempt)) return null;
  const { clock, epochMs } = attempt.surroundings;
  const pauseMs = await programOf(provider)?.pauseBeforeResumeMs(attempt.own.home, resume.session.id, epochMs());
  if (pauseMs) await sleep(clock, pauseMs, attempt.control.signals.stopping);
  const outcome = await runProgram(attempt, place, provider, { ...work, ...resume });
  if (outcome.kind === 'done' || outcome.isSessionLost !== true) return outcome;
  attempt.log.line(`planwright: the earlier conversation is lost (${outcome.message}); a new one begins`);
  return null;
}

function beginAnew(attempt: Attempt, place: Place, provider: Provider, work: AgentWork): Promise<AgentOutcome> {
  return runProgram(attempt, place, provider, { ...work, session: null });
}

async function runProgram(
  attempt: Attempt,
  place: Place,
  provider: Provider,
  talk: TalkOfAgent & Pick<AgentWork, 'agent'>,
): Promise<AgentOutcome> {
  const stderr = new TailText(STDERR_LIMIT);
  const task = agentTask(attempt, place, provider, talk);
  attempt.conversation.tell({ kind: 'prompt', text: task.prompt });
  const program = new AgentProgram(attempt, provider, task);
  const { tellsProgress } = program;
  const { launch } = program.driver;
  if (launch.input !== undefined) program.begin();
  const ended = await runTaskCommand(attempt, place, {
    argv: launch.argv,
    ...(launch.shown === undefined ? {} : { shown: launch.shown }),
    environment: launch.environment,
    stdin:
      launch.input === undefined
        ? { kind: 'held_open', begin: (input) => program.begin(input) }
        : { kind: 'given', content: launch.input },
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
  const outcome = program.driver.finish({ exitCode: exitCodeOf(ended, program.isOver), stderrTail: stderr.text() });
  const isKept = isFoundAgain(BACKENDS[provider.transport], attempt);
  if (outcome.session !== null && isKept) attempt.session = reportable(outcome.session);
  tellInterruption(attempt);
  // Also what was ended from outside has cost something.
  program.meter.end(outcome.usage);
  stopIfInterrupted(attempt);
  requireRun(attempt, { agent: talk.agent, provider: provider.name }, ended, program.isOver);
  tellEnd(attempt, outcome, tellsProgress);
  return outcome;
}

function requireProvider(attempt: Attempt, wanted: string): Provider {
  const { providers } = attempt.surroundings;
  const provider = providers.find(({ name }) => name === wanted);
  if (provider !== undefined) return provider;
  const names = providers.map(({ name }) => name).join(', ');
  const choices = names === '' ? 'its file names no provider' : `it has ${names}`;
  attempt.action = 'start_agent';
  throw new AttemptFailure('refused', `this runner has no provider ${wanted}; ${choices}`, { failedProvider: wanted });
}

/** As shells say it of a program that a signal ended. */
const ENDED_BY_SIGNAL = 128;

/** A program that was ended because its work was over has done what it should. */
function exitCodeOf(ended: Ended, isOver: boolean): number {
  if (ended.how === 'exited') return ended.exitCode;
  return isOver ? 0 : ENDED_BY_SIGNAL;
}

function requireRun(attempt: Attempt, { agent, provider }: Named, ended: Ended, isOver: boolean): void {
  if (ended.how === 'exited' || isOver) return;
  if (ended.how === 'could_not_start') attempt.action = 'start_agent';
  // A program that is not there will not be there for the next attempt either.
  const missing = ended.how === 'could_not_start' && ended.code === 'ENOENT';
  throw new AttemptFailure(missing ? 'refused' : 'agent_error', `agent ${agent} ${describeEnd(ended)}`, {
    failedProvider: provider,
  });
}

function failureOf(
  attempt: Attempt,
  { agent, provider }: Named,
  { class: found, message, limitEnds }: Extract<AgentOutcome, { kind: 'failed' }>,
): AttemptFailure {
  // Nobody here asked it to stop.
  const code = RunnerFailureClass.safeParse(found).data ?? 'agent_error';
  const after = limitEnds === undefined ? {} : { retryAfterMs: untilMs(limitEnds, attempt.surroundings.epochMs()) };
  return new AttemptFailure(code, `agent ${agent}: ${message}`, { failedProvider: provider, ...after });
}

function untilMs(limit: LimitEnd, nowEpochMs: number): number {
  return limit.kind === 'after' ? limit.ms : Math.max(0, limit.epochMs - nowEpochMs);
}
