import type { RepositoryRecord } from '../../src/core/records.ts';
import type { Shown } from '../../src/core/shown.ts';
import { createGitHubForge } from '../../src/github/forge.ts';
import type { EffectTarget, Forge, ForgeRequest, Sending } from '../../src/service/ports/forge.ts';
import { tryGit } from '../support/github/git/git.ts';
import type { RequestRecord } from '../support/github/http/request_log.ts';
import type { NewRepository } from '../support/github/people/repositories.ts';
import type { GitHub } from '../support/github/start_github.ts';
import type { Repository } from '../support/github/state.ts';
import { clientsOf } from './clients_of.ts';

export type TargetRun = NonNullable<EffectTarget['run']>;

/** A repository on the stand-in, a forge that writes to it, and a plan issue with a run. */
export type ForgeWorld = {
  readonly github: GitHub;
  readonly forge: Forge;
  /** Another process's forge: it remembers nothing of this one. */
  readonly anew: () => Forge;
  /** The run that effects are of. */
  readonly run: TargetRun;
  readonly repo: Repository;
  readonly record: RepositoryRecord;
  /** Number of the plan issue. */
  readonly issue: number;
  /** The commit of `main`. */
  readonly base: string;
  /** How long the forge has slept, each time, in milliseconds. */
  readonly slept: readonly number[];
  /** A commit on top of `parent` (default: `main`) that no branch of the run holds. */
  readonly commit: (files: Readonly<Record<string, string>>, parent?: string) => Promise<string>;
  readonly send: (request: ForgeRequest, run?: Partial<TargetRun>, shown?: readonly Shown[]) => Promise<Sending>;
  /** Writes to the repository so far. */
  readonly writes: () => readonly RequestRecord[];
  /** All that people can see in the repository, without ids and times. */
  readonly look: () => Promise<unknown>;
};

export const RUN = '0190f000-0000-7000-8000-000000000001';

/** What a repository is to be like, and the distance between writes in milliseconds. */
export type WorldOptions = Partial<NewRepository> & { readonly spacingMs?: number };

let worlds = 0;

/** The clock is the machine's, which tests stop: sleeping moves it on. */
export async function forgeWorld(
  github: GitHub,
  moveClock: (ms: number) => void,
  { spacingMs = 1_000, ...wanted }: WorldOptions = {},
): Promise<ForgeWorld> {
  worlds += 1;
  const repo = await github.createRepository({ owner: 'acme', name: `web-${worlds}`, ...wanted });
  const name = `${repo.owner}/${repo.name}`;
  const { number: issue } = await github.openIssue({
    repo,
    author: 'alice',
    title: 'A plan',
    body: '## Tasks\n- [ ] parser: Parse dates\n- [ ] docs: Document it\n',
  });
  const slept: number[] = [];
  const anew = () => {
    const clients = clientsOf(github, {
      spacingMs,
      sleep: async (ms) => {
        slept.push(ms);
        moveClock(ms);
      },
    });
    return createGitHubForge(clients, { id: github.appId, botLogin: `${github.slug}[bot]` });
  };
  const forge = anew();
  const record: RepositoryRecord = {
    id: `repository-${worlds}`,
    name,
    cloneUrl: github.cloneUrl(repo),
    github: { id: repo.id, installation: github.installation(repo.owner).id },
  };
  const base = repo.refs.get(`refs/heads/${repo.defaultBranch}`) ?? '';
  const run: TargetRun = {
    id: RUN,
    branchPrefix: `planwright/${issue}`,
    issue,
    base: repo.defaultBranch,
    baseCommit: base,
    integrationHead: null,
    finalPull: null,
  };
  let commits = 0;
  return {
    github,
    forge,
    anew,
    run,
    repo,
    record,
    issue,
    base,
    slept,
    commit: async (files, parent = base) => {
      commits += 1;
      const branch = `scratch-${commits}`;
      const message = `Write ${Object.keys(files).join(', ')}`;
      return await github.pushCommit({ repo, branch, author: 'alice', files, message, force: { parent } });
    },
    send: (request, changes = {}, shown = []) =>
      forge.send(request, { repository: record, run: { ...run, ...changes }, shown }),
    writes: () =>
      github.requests.filter(
        ({ kind, url, template, body }) =>
          kind === 'write' && (url.includes(`/${name}/`) || (template === 'graphql' && JSON.stringify(body) !== '')),
      ),
    look: () => look(repo),
  };
}

async function look(repo: Repository): Promise<unknown> {
  const refs: Record<string, string> = {};
  for (const [ref, sha] of repo.refs) {
    refs[ref] = (await tryGit(repo.folder, ['log', '-1', '--format=%s of %an', sha])).stdout.trim();
  }
  return {
    refs,
    issues: [...repo.issues.values()].map(({ title, body, state, stateReason, labels, pull }) => ({
      title,
      body,
      state,
      stateReason,
      labels: [...labels].toSorted(),
      pull: pull && { head: pull.headBranch, base: pull.baseBranch, draft: pull.draft, asked: pull.requestedReviewers },
    })),
    comments: [...repo.comments.values()].map(({ body, author, reactions }) => ({
      body: body.replaceAll(/to=\d+/g, 'to=#'),
      author,
      reactions: reactions.map(({ content }) => content),
    })),
    threads: [...repo.issues.values()].flatMap(({ pull }) =>
      (pull?.reviewComments ?? []).map(({ author, body, replyTo }) => [
        author,
        body.replaceAll(/thread=\d+/g, 'thread=#'),
        replyTo !== null,
      ]),
    ),
    checks: [...repo.checkRuns.values()].map(({ name, conclusion, output, actions, status }) => ({
      name,
      status,
      conclusion,
      output,
      actions,
    })),
  };
}
