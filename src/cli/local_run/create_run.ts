import { z } from 'zod';
import { runHasEnded } from '../../core/run/run_state.ts';
import type { Client } from '../../http/client.ts';
import { CreateRunResponse } from '../../protocol/operator.ts';
import { CliError } from '../cli_error.ts';
import { answerOf } from '../client/answer_of.ts';
import { person } from '../client/person.ts';
import type { Reporter } from '../progress/reporter.ts';
import { RunProgress } from '../progress/run_progress.ts';
import { followRun, readRun } from './follow_run.ts';
import type { PlanRunRequest } from './plan_run.ts';

/**
 * Starts the plan's run or finds the one that is there. A run of that name which was canceled while nobody carried it out
 * ends only now that there is a service and a runner again: that is waited for.
 * @throws CliError `already_running` where a run of another plan goes on
 */
export async function createRun(
  client: Client,
  request: PlanRunRequest,
  reporter: Reporter,
  stopping: AbortSignal,
): Promise<CreateRunResponse> {
  try {
    return await askForRun(client, request);
  } catch (error) {
    const { approval } = request;
    if (approval !== null && error instanceof CliError && error.code === 'needs_approval') {
      const given = await approval.ask(stopping);
      return await askForRun(client, { ...request, approval: { ...approval, given } });
    }
    const ending = await endingRun(client, error);
    if (ending === undefined) throw error;
    reporter.note('The canceled run of this name is still ending; the plan starts when it has.');
    const isOver = () => runHasEnded(ending.state);
    await followRun(client, { progress: ending, isOver }, reporter, stopping);
    return await askForRun(client, request);
  }
}

async function askForRun(client: Client, request: PlanRunRequest): Promise<CreateRunResponse> {
  const { name, markdown, repository, agent, settings, again, approval } = request;
  const approved = approval?.given ?? null;
  const json = {
    name,
    markdown,
    repository: { name: repository.name, cloneUrl: repository.path },
    owner: person(),
    again,
    ...(approved === null ? {} : { approved }),
    ...(agent === undefined ? {} : { agent }),
    ...(settings.own === null ? {} : { settings: settings.own }),
    ...(settings.user === null ? {} : { userSettings: settings.user }),
  };
  return await answerOf(CreateRunResponse, client.api.v1.runs.$post({ json }));
}

/** The run that is in the way, where it was canceled and only has to end. */
async function endingRun(client: Client, error: unknown): Promise<RunProgress | undefined> {
  if (!(error instanceof CliError) || error.code !== 'already_running') return undefined;
  const details = z.object({ run: z.string() }).safeParse(error.details);
  if (!details.success) return undefined;
  const snapshot = await readRun(client, details.data.run);
  return snapshot.run.canceling ? new RunProgress(snapshot) : undefined;
}
