import { join } from 'node:path';
import { createClient } from '@libsql/client';
import type { Change } from '../../src/core/changes.ts';
import type { IncomingBody, IncomingEvent, IncomingIssue } from '../../src/core/incoming/incoming_event.ts';
import { tick } from '../../src/service/chores/tick.ts';
import { processDeliveries } from '../../src/service/deliveries/process_deliveries.ts';
import { receiveDelivery } from '../../src/service/deliveries/receive_delivery.ts';
import type { ServiceDependencies } from '../../src/service/dependencies.ts';
import type { Authorization } from '../../src/service/ports/authorization.ts';
import { fakeGitHubSide } from './fake_github_side.ts';
import { startTestService, success } from './test_service.ts';

export const PLAN = '## Tasks\n- [ ] parser: Parse dates\n- [ ] docs: Document it (after parser)\n';
/** GitHub tells times in whole seconds. */
export const AT = 1_800_000_000_000;
export const NAMES = { id: 77, name: 'acme/web', cloneUrl: 'https://github.com/acme/web.git' };

/** A service with a database file and GitHub in memory, to which a test delivers events. `may`: who may command, if not those of the world. */
export async function startIncomingDesk({ may }: { readonly may?: Authorization['may'] } = {}) {
  const service = await startTestService();
  const { world, github: side } = fakeGitHubSide();
  const github = may === undefined ? side : { ...side, authorization: { ...side.authorization, may } };
  const deps: ServiceDependencies = { ...service.deps, github };
  let deliveries = 0;
  const desk = {
    deps,
    world,
    folder: service.folder,
    sent: service.forge.sent,
    /** What the forge answers, by kind of effect. */
    answers: service.forge.answers,
    outage: service.outage,
    pass: service.pass,
    runner: service.runner,
    stop: service.stop,
    /** Keeps an event as a delivery with an id of its own, and processes what waits. */
    deliver: async (event: IncomingEvent) => {
      deliveries += 1;
      await desk.receive(`delivery-${deliveries}`, JSON.stringify(event));
      await desk.process();
    },
    /** Somebody comments on issue 40, `second` seconds after the beginning; the comment's id follows from that. */
    say: (text: string, second = 1, who = 'ada', changes: Partial<IncomingIssue> = {}) =>
      desk.deliver(event(commentBody(text, second, changes), by(who))),
    receive: (id: string, body: string, event = 'any') => receiveDelivery(deps, github, { id, event, body }),
    process: async () => {
      while (await processDeliveries(deps, { atMost: 100 }));
    },
    /** Sends effects and does what else is due at this moment. */
    settle: async () => {
      while ((await tick(deps)).more);
    },
    /** The newest run of issue 40. */
    run: async (issue = 40) => {
      const repository = await deps.store.read.repositoryByGitHubId(NAMES.id);
      return repository === null ? null : deps.store.read.newestRun(repository.id, String(issue));
    },
    task: async (key: string) => deps.store.read.taskByKey((await desk.run())?.id ?? '', key),
    /** What happened to deliveries, oldest first: `done: …`. */
    notes: async () => {
      const rows = await desk.rows('SELECT state, note, error FROM deliveries ORDER BY position');
      return rows.map((row) => `${row.state}: ${row.note ?? row.error}`);
    },
    effects: async () => {
      const rows = await desk.rows('SELECT effect FROM outbox ORDER BY position');
      return rows.map((row) => JSON.parse(String(row.effect)));
    },
    events: async () => {
      const rows = await desk.rows('SELECT kind FROM events ORDER BY run, seq');
      return rows.map((row) => String(row.kind));
    },
    rows: async (sql: string) => {
      const client = createClient({ url: `file:${join(service.folder, 'planwright.db')}` });
      try {
        return (await client.execute(sql)).rows;
      } finally {
        client.close();
      }
    },
    /** The texts of all replies to comments, oldest first. */
    replies: async () => (await desk.effects()).flatMap(({ kind, text }): string[] => (kind === 'reply' ? [text] : [])),
    /** Lands these changes as a command would. */
    change: (...changes: readonly Change[]) =>
      deps.store.command('test', async () => ({ changes, events: [], effects: [], result: null })),
    /** Puts rows as a test needs them, past all guards: UPDATE, INSERT or DELETE. */
    overwrite: async (sql: string): Promise<void> => {
      await desk.rows(sql);
    },
    /** Every row of every table but the log of deliveries. */
    everything: async () => {
      const tables = await desk.rows("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name");
      const names = tables.map((row) => String(row.name)).filter((name) => name !== 'deliveries');
      const rows = await Promise.all(names.map(async (name) => [name, await desk.rows(`SELECT * FROM "${name}"`)]));
      return JSON.stringify(rows);
    },
  };
  return desk;
}

export type IncomingDesk = Awaited<ReturnType<typeof startIncomingDesk>>;

/** Another repository, where ada may command as well. */
export const ELSEWHERE = {
  repository: { id: 78, name: 'acme/other', cloneUrl: 'https://github.com/acme/other.git' },
} as const;

/** An event as ada did it in the repository, unless told otherwise. */
export function event(body: IncomingBody, changes: Partial<IncomingEvent> = {}): IncomingEvent {
  return { installation: 1, repository: NAMES, sender: { login: 'ada', bot: false }, body, ...changes };
}

export const by = (login: string, bot = false) => ({ sender: { login, bot } });

/** Issue 40 with the plan and its label. */
export function issue(changes: Partial<IncomingIssue> = {}): IncomingIssue {
  return {
    number: 40,
    title: 'Dates',
    body: PLAN,
    state: 'open',
    labels: ['plan'],
    isPull: false,
    updatedAt: AT,
    ...changes,
  };
}

type Action = Extract<IncomingBody, { kind: 'issue' }>['action'];

/** Something that happened to the issue `seconds` after the beginning. */
export function issueBody(action: Action, seconds = 0, changes: Partial<IncomingIssue> = {}): IncomingBody {
  const label = action === 'labeled' || action === 'unlabeled' ? 'plan' : null;
  const labels = action === 'unlabeled' ? [] : ['plan'];
  const state = action === 'closed' ? 'closed' : 'open';
  return { kind: 'issue', action, label, issue: issue({ updatedAt: AT + seconds * 1_000, labels, state, ...changes }) };
}

/** A comment on the issue; its id is its second unless told otherwise. */
export function commentBody(
  body: string,
  seconds = 0,
  changes: Partial<IncomingIssue> = {},
  id = 1_000 + seconds,
): IncomingBody {
  const updatedAt = AT + seconds * 1_000;
  const comment = { id, body, before: null, author: { login: 'ada', bot: false }, updatedAt };
  return { kind: 'comment', action: 'created', comment, issue: issue({ updatedAt, ...changes }) };
}

/** A comment's text changed, by whom the event says; it is our own bot's unless told otherwise. */
export function editBody(
  { before, body, id = 900, author = 'planwright[bot]' }: EditedComment,
  seconds = 0,
  changes: Partial<IncomingIssue> = {},
): IncomingBody {
  const updatedAt = AT + seconds * 1_000;
  const comment = { id, body, before, author: { login: author, bot: author.endsWith('[bot]') }, updatedAt };
  return { kind: 'comment', action: 'edited', comment, issue: issue(changes) };
}

type EditedComment = {
  readonly before: string;
  readonly body: string;
  readonly id?: number;
  readonly author?: string;
};

/** The pull request of a task's branch. */
export function pullBody(
  action: 'closed' | 'reopened' | 'retargeted',
  changes: Partial<Extract<IncomingBody, { kind: 'pull' }>['pull']> = {},
): IncomingBody {
  const pull = {
    number: 41,
    head: 'planwright/40/parser',
    base: 'planwright/40/plan',
    merge: null,
    ...changes,
  };
  return { kind: 'pull', action, pull };
}

/** A push to a branch of the run. */
export function pushBody(branch: string, after: string | null = 'd'.repeat(40), isForced = false): IncomingBody {
  return { kind: 'push', branch, after, isForced, isDefault: branch === 'main' };
}

/** A press of a button on a check run at pull request 41. */
export function pressBody(
  identifier: string,
  name = 'planwright / parser',
  pulls: readonly number[] = [41],
): IncomingBody {
  return { kind: 'check_action', identifier, check: { name, headCommit: 'b'.repeat(40), pulls } };
}

/** Brings `parser` into review with a pull request, and keeps it there. */
export async function parserInReview({ runner: newRunner }: IncomingDesk): Promise<void> {
  const runner = newRunner();
  await runner.register();
  const [lease] = await runner.lease();
  await runner.start(lease?.attempt ?? '');
  await runner.finish(lease?.attempt ?? '', success());
}
