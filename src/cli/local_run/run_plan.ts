import { runHasEnded } from '../../core/run/run_state.ts';
import type { Client } from '../../http/client.ts';
import { RepositoryError, requireUsable } from '../../local/find_repository.ts';
import { ListRunsResponse } from '../../protocol/operator.ts';
import type { CliContext } from '../cli_context.ts';
import { CliError, usageError } from '../cli_error.ts';
import { answerOf } from '../client/answer_of.ts';
import type { Reporter } from '../progress/reporter.ts';
import { onlyWaitsForAnswers, RunProgress } from '../progress/run_progress.ts';
import { minuteText } from '../text/duration.ts';
import { createRun } from './create_run.ts';
import { type Followed, followRun, readRun } from './follow_run.ts';
import { type Host, openHost } from './host.ts';
import { listenForInterruption } from './interruption.ts';
import type { PlanRunRequest, PlanRunResult } from './plan_run.ts';
import type { RunnerNote } from './runner_process.ts';
import { watchWaiting } from './watch_waiting.ts';

/**
 * Runs a plan to its end: starts it or goes on with it, shows how it goes, and leaves nothing running behind.
 * @throws CliError
 */
export async function runPlan(
  context: CliContext,
  request: PlanRunRequest,
  reporter: Reporter,
): Promise<PlanRunResult> {
  await requireUsable(request.repository).catch((error) => {
    throw error instanceof RepositoryError ? usageError(error.code, error.message) : error;
  });
  let host: Host | undefined;
  const interruption = listenForInterruption(
    () => reporter.note(host?.runner === undefined ? 'Stopping.' : STOPPING),
    () => {
      host?.runner?.kill();
      reporter.end();
      process.exit(130);
    },
  );
  const open = () => openHost({ context, ...request, onNote: noteTo(reporter) });
  try {
    host = await open();
    const { run, created } = await createRun(host.client, request, reporter, interruption.asked);
    if (!created && runHasEnded(run.state)) {
      return { kind: 'finished_before', snapshot: await readRun(host.client, run.id) };
    }
    const progress = new RunProgress(await readRun(host.client, run.id));
    if (!created) reporter.note(goesOn(progress));
    if (host.runner === undefined) reporter.note('Another planwright process carries it out; this one looks on.');
    if (host.runner !== undefined) await noteOthers(host.client, run.id, reporter);
    reporter.begin(progress);
    const isOver = () =>
      runHasEnded(progress.state) || (!request.isWatched && onlyWaitsForAnswers(progress, Date.now()));
    while (!isOver() && !interruption.asked.aborted) {
      const lost = await followOnce(host, { progress, isOver }, reporter, interruption.asked);
      if (!lost) continue;
      await host.close();
      reporter.note('The process that carried the run out is gone; this one goes on with it.');
      host = await open();
    }
    const snapshot = await readRun(host.client, run.id);
    reporter.end();
    if (runHasEnded(progress.state)) return { kind: 'ended', snapshot };
    if (isOver()) return { kind: 'waits_for_answers', snapshot };
    return { kind: 'interrupted', snapshot, ours: host.runner !== undefined };
  } finally {
    reporter.end();
    await host?.close();
    interruption.release();
  }
}

const STOPPING = 'Stopping: agents are told to end and their work is kept. Ctrl-C again ends them at once.';

/** The runner serves the whole repository: what else is unfinished goes on as well, and whoever looks should know. */
async function noteOthers(client: Client, run: string, reporter: Reporter): Promise<void> {
  const query = { active: 'true', limit: '20' } as const;
  const { runs } = await answerOf(ListRunsResponse, client.api.v1.runs.$get({ query }));
  const others = runs.filter(({ id }) => id !== run).map(({ name }) => name);
  if (others.length > 0) reporter.note(`Other unfinished runs of this repository go on as well: ${others.join(', ')}.`);
}

/** Follows the run on this host; true where an owner elsewhere vanished, so that another has to be found. */
async function followOnce(host: Host, followed: Followed, reporter: Reporter, stopping: AbortSignal): Promise<boolean> {
  const done = new AbortController();
  const signal = AbortSignal.any([stopping, done.signal]);
  try {
    const following = followRun(host.client, followed, reporter, signal);
    const watching = watchWaiting(host.client, followed, reporter, signal);
    await Promise.race([following, watching, ...(host.runner === undefined ? [] : [host.runner.failed])]);
    return false;
  } catch (error) {
    if (stopping.aborted) return false;
    if (error instanceof CliError && error.code === 'unreachable' && host.runner === undefined) return true;
    throw error;
  } finally {
    done.abort();
  }
}

function goesOn(progress: RunProgress): string {
  const tasks = [...progress.tasks.values()];
  const done = tasks.filter((task) => task.state === 'succeeded').length;
  return `Going on with the run of ${minuteText(progress.run.createdAt)}: ${done} of ${tasks.length} tasks are done.`;
}

function noteTo(reporter: Reporter): (note: RunnerNote) => void {
  let saidSandbox = false;
  return (note) => {
    switch (note.kind) {
      case 'sandbox':
        // That the sandbox is there is as it should be; that it is not is said once.
        if (!note.text.startsWith('sandbox: none') || saidSandbox) return;
        saidSandbox = true;
        reporter.note(note.text.replace(/^sandbox: none\.?/, 'No sandbox:').trim());
        return;
      case 'restarted':
        reporter.note(note.text);
        return;
      default:
        note satisfies never;
    }
  };
}
