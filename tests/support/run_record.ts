import { answerOf } from '../../src/cli/client/answer_of.ts';
import { readAttemptLog } from '../../src/cli/client/read_attempt_log.ts';
import { composeService } from '../../src/cli/service/compose_service.ts';
import { type Client, createClient } from '../../src/http/client.ts';
import { EventsResponse, RunResponse, TaskResponse } from '../../src/protocol/operator.ts';
import type { AttemptView, EventView, RunView, TaskView } from '../../src/protocol/views.ts';

const TOKEN = 'of-this-test';

/** All that a service tells about a run. */
export type RunRecord = {
  readonly run: RunView;
  readonly tasks: readonly TaskView[];
  /** By task key, oldest first. */
  readonly attempts: ReadonlyMap<string, readonly AttemptView[]>;
  readonly events: readonly EventView[];
  /** What an attempt wrote, by its id. */
  readonly log: ReadonlyMap<string, string>;
};

/** Reads a run of a database that nobody serves at the moment. */
export async function readRun(databaseFile: string, run: string): Promise<RunRecord> {
  const service = await composeService({
    databaseUrl: `file:${databaseFile}`,
    knobs: { leaseMs: 10_000, tickIntervalMs: 0, cancelGraceMs: 1_000 },
    tokens: { runner: [], operator: [TOKEN], tick: [] },
    version: '0.0.0',
    log: () => undefined,
  });
  try {
    const client = createClient('http://service', TOKEN, (input, init) => service.app.request(input, init));
    return await fetchRun(client, run);
  } finally {
    await service.close();
  }
}

/** Reads a run from a service. */
export async function fetchRun(client: Client, name: string): Promise<RunRecord> {
  const { runs } = client.api.v1;
  const { run, tasks } = await answerOf(RunResponse, runs[':run'].$get({ param: { run: name } }));
  const attempts = new Map<string, readonly AttemptView[]>();
  const log = new Map<string, string>();
  for (const { key } of tasks) {
    const param = { run: run.id, task: key };
    const answer = await answerOf(TaskResponse, runs[':run'].tasks[':task'].$get({ param }));
    attempts.set(key, answer.attempts);
    for (const { id } of answer.attempts) log.set(id, await logOf(client, id));
  }
  const query = { limit: '1000' };
  const { events } = await answerOf(EventsResponse, runs[':run'].events.$get({ param: { run: run.id }, query }));
  return { run, tasks, attempts, events, log };
}

async function logOf(client: Client, attempt: string): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of readAttemptLog(client, attempt, false)) pieces.push(piece);
  return Buffer.concat(pieces).toString('utf8');
}
