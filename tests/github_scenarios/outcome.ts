import { findMarker } from '../../src/core/report/markers.ts';
import type { Pull } from '../support/github/render/pull.ts';
import type { CheckRun, Comment } from '../support/github/state.ts';
import { nodeId } from '../support/github/world.ts';
import { fetchRun, type RunRecord } from '../support/run_record.ts';
import { botOf, type Performance, shortBranch } from './performance.ts';

/** What there is in the end, in the words of scenarios. */
export type Outcome = {
  /** The newest run; undefined: there is none. */
  readonly record: RunRecord | undefined;
  readonly runs: number;
  readonly ours: readonly Comment[];
  /** Of Planwright in pull requests, by branch. */
  readonly inPulls: Readonly<Record<string, readonly Comment[]>>;
  readonly reactions: readonly (readonly string[])[];
  /** By head and number. */
  readonly pulls: readonly Pull[];
  readonly checks: ReadonlyMap<string, readonly CheckRun[]>;
  readonly branches: readonly string[];
  /** Addresses that Planwright wrote to, and mutations. */
  readonly writes: readonly string[];
  /** Those of them that made or moved something, and did so, labels and check runs apart: how many there are hangs on nothing but what happens. */
  readonly made: readonly string[];
  /** Those that brought something up to date that people look at: a slow machine does so more often, or less. */
  readonly shown: readonly string[];
};

/** Reads it all. */
export async function outcomeOf(performance: Performance): Promise<Outcome> {
  const { github, repository, issue, client, view } = performance;
  const bot = botOf(performance);
  const runs = await view.runs();
  const newest = runs.at(-1);
  const comments = github.comments(repository, issue);
  const pulls = [...github.pulls(repository)].sort(byHead);
  const writes = writesOf(performance);
  const done = writes.filter((write) => write.done).map(({ address }) => address);
  const written = pulls.map((pull) => [
    shortBranch(pull.pull.headBranch),
    github.comments(repository, pull.number).filter(({ author }) => author === bot),
  ]);
  return {
    record: newest === undefined ? undefined : await fetchRun(client, newest.id),
    runs: runs.length,
    ours: comments.filter(({ author }) => author === bot),
    inPulls: Object.fromEntries(written.filter(([, of]) => of !== undefined && of.length > 0)),
    reactions: comments
      .filter(({ author }) => author !== bot)
      .map(({ reactions }) => reactions.filter(({ author }) => author === bot).map(({ content }) => content)),
    pulls,
    checks: Map.groupBy(github.checks(repository), ({ name }) => name),
    branches: Object.keys(github.branches(repository))
      .filter((branch) => branch !== repository.defaultBranch)
      .map(shortBranch)
      .sort(),
    writes: writes.map(({ address }) => address),
    made: done.filter((address) => !SHOWS.test(address)),
    shown: done.filter((address) => SHOWS.test(address)),
  };
}

function byHead(a: Pull, b: Pull): number {
  return a.pull.headBranch.localeCompare(b.pull.headBranch) || a.number - b.number;
}

/** `status`, `plan`, `reply` or `report`; `none` of what carries no marker. */
export function kindOf({ body }: Comment): string {
  return findMarker(body)?.kind ?? 'none';
}

/** How a pull request stands. */
export function stateOf({ state, pull }: Pull): 'open' | 'closed' | 'merged' {
  return pull.mergedAt === null ? state : 'merged';
}

/** Texts, labels and check runs. */
const SHOWS = /^PATCH |\/labels(?:\/|$)|\/check-runs$/;

type Write = { readonly address: string; readonly done: boolean };

/** By address, and mutations of GraphQL, which all have one, by what they name. */
function writesOf(performance: Performance): readonly Write[] {
  const { github, repository } = performance;
  const names = [...github.state.formerNames].filter(([, id]) => id === repository.id).map(([name]) => name);
  const roots = [
    `/repositories/${repository.id}/`,
    ...[...names, `${repository.owner}/${repository.name}`].map((name) => `/repos/${name}/`),
  ].map((root) => root.toLowerCase());
  const nodes = new Set([nodeId('R', repository.id), ...github.pulls(repository).map(({ id }) => nodeId('PR', id))]);
  return github.writes().flatMap(({ method, url, template, operationId, body, status }) => {
    const done = status >= 200 && status < 300;
    if (template === 'graphql') return namesOneOf(nodes, body) ? [{ address: `${operationId}`, done }] : [];
    const isHere = roots.some((root) => url.toLowerCase().includes(root));
    return isHere ? [{ address: `${method} ${new URL(url).pathname}`, done }] : [];
  });
}

/** Whether one of these ids stands anywhere in it, as a value of its own. */
function namesOneOf(ids: ReadonlySet<string>, value: unknown): boolean {
  if (typeof value === 'string') return ids.has(value);
  return typeof value === 'object' && value !== null && Object.values(value).some((part) => namesOneOf(ids, part));
}
