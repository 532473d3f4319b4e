import { createClient, type Client as Database } from '@libsql/client';
import { answerOf } from '../../src/cli/client/answer_of.ts';
import type { Client } from '../../src/http/client.ts';
import { EventsResponse, ListRunsResponse } from '../../src/protocol/operator.ts';
import type { EventView, RunView } from '../../src/protocol/views.ts';
import type { GitHub } from '../support/github/start_github.ts';
import type { GitHubStage } from '../support/github_stage.ts';

/** What tests see of one repository on a stage: the service's runs, and what is still under way. */
export type StageView = {
  /** Those of issues, the oldest first: what makes plans of issues is none of them. */
  readonly runs: () => Promise<readonly RunView[]>;
  /** Of all its runs, in their order. */
  readonly events: () => Promise<readonly EventView[]>;
  /** What webhooks and effects wait, in words; empty: nothing moves unless somebody acts. */
  readonly underWay: () => Promise<readonly string[]>;
  /** Messages of effects that will never be sent. */
  readonly dead: () => Promise<readonly string[]>;
};

/** Not processed or not sent yet. What a paused run holds back waits for a person. */
const UNDER_WAY = `
  SELECT 'delivery ' || event || ' ' || coalesce(error, '') FROM deliveries
   WHERE state = 'waiting' AND json_extract(body, '$.repository.id') = :repository
  UNION ALL
  SELECT 'effect ' || outbox.kind || ' ' || coalesce(outbox.error, '') FROM outbox
    JOIN repositories ON repositories.id = outbox.repository
    LEFT JOIN runs ON runs.id = outbox.run
   WHERE outbox.state = 'waiting' AND repositories.github_id = :repository
     AND NOT (coalesce(runs.state, '') = 'paused' AND outbox.kind IN ('publish_task', 'merge_task'))
  UNION ALL
  SELECT 'run that ends' FROM runs JOIN repositories ON repositories.id = runs.repository
   WHERE runs.state = 'running' AND runs.open_tasks = 0 AND repositories.github_id = :repository`;

const DEAD = `
  SELECT outbox.kind || ': ' || coalesce(outbox.answer, outbox.error, '') FROM outbox
    JOIN repositories ON repositories.id = outbox.repository
   WHERE outbox.state = 'dead' AND repositories.github_id = :repository ORDER BY outbox.position`;

/** Looks at the repository of this id, which keeps it whatever it is called. */
export function stageView(
  { github }: Pick<GitHubStage, 'github'>,
  client: Client,
  database: Database,
  repository: number,
): StageView {
  const known = new Map<string, EventView[]>();
  const runs = async () => {
    const names = await namesOf(database, repository);
    const query = { limit: '500' };
    const answer = await answerOf(ListRunsResponse, client.api.v1.runs.$get({ query }));
    return answer.runs
      .filter((run) => run.issue !== null && names.has(run.repository.id))
      .toSorted((a, b) => a.sequence - b.sequence);
  };
  return {
    runs,
    events: async () => {
      const all = await Promise.all((await runs()).map((run) => eventsOf(client, run.id, known)));
      return all.flat();
    },
    underWay: () => whatIsUnderWay(github, database, repository),
    dead: () => texts(database, DEAD, repository),
  };
}

/** Another connection to the stage's database, to look at. */
export function openToLook({ databaseUrl }: Pick<GitHubStage, 'databaseUrl'>): Database {
  return createClient({ url: databaseUrl });
}

/** Webhooks first: what they bring about is in the database once they are answered. */
async function whatIsUnderWay(github: GitHub, database: Database, repository: number): Promise<readonly string[]> {
  await github.settled();
  const before = github.webhooks.deliveries.length;
  const waiting = await texts(database, UNDER_WAY, repository);
  const isNew = ({ repositoryId }: { readonly repositoryId: number | null }) => repositoryId === repository;
  const since = github.webhooks.deliveries.slice(before).filter(isNew);
  return [...waiting, ...since.map(({ event }) => `webhook ${event}`)];
}

async function texts(database: Database, sql: string, repository: number): Promise<readonly string[]> {
  const { rows } = await database.execute({ sql, args: { repository } });
  return rows.map((row) => String(row[0]));
}

/** The service's own ids of the repository. */
async function namesOf(database: Database, repository: number): Promise<ReadonlySet<string>> {
  return new Set(await texts(database, 'SELECT id FROM repositories WHERE github_id = :repository', repository));
}

async function eventsOf(client: Client, run: string, known: Map<string, EventView[]>): Promise<readonly EventView[]> {
  const events = known.get(run) ?? [];
  known.set(run, events);
  const query = { after: String(events.at(-1)?.seq ?? 0), limit: '1000' };
  const answer = await answerOf(EventsResponse, client.api.v1.runs[':run'].events.$get({ param: { run }, query }));
  // Somebody else may have asked meanwhile.
  const last = events.at(-1)?.seq ?? 0;
  events.push(...answer.events.filter(({ seq }) => seq > last));
  return events;
}
