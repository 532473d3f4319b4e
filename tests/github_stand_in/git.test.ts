import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { git, makeScratchFolder } from '../support/git_repository.ts';
import type { GitHub } from '../support/github/start_github.ts';
import { app, clientOf, startWithRepository } from './start.ts';

type Permissions = NonNullable<
  NonNullable<Parameters<ReturnType<typeof clientOf>['apps']['createInstallationAccessToken']>[0]>['permissions']
>;

/** A clone of `acme/app` with an installation token of these permissions in its remote's address. */
async function cloneWith(github: GitHub, permissions: Permissions): Promise<string> {
  const { data } = await clientOf(github).apps.createInstallationAccessToken({
    installation_id: github.installation('acme').id,
    permissions,
  });
  return await cloneAs(github, 'x-access-token', data.token);
}

async function cloneAs(github: GitHub, user: string, token: string): Promise<string> {
  const scratch = await makeScratchFolder();
  onTestFinished(scratch.remove);
  const address = github.cloneUrl('acme/app').replace('://', `://${user}:${token}@`);
  await git(scratch.path, 'clone', '--quiet', address, 'clone');
  return join(scratch.path, 'clone');
}

async function commit(clone: string, file: string): Promise<string> {
  await mkdir(join(clone, file, '..'), { recursive: true });
  await writeFile(join(clone, file), 'text\n');
  await git(clone, 'add', '--all');
  await git(clone, 'commit', '--quiet', '-m', `change ${file}`);
  return await git(clone, 'rev-parse', 'HEAD');
}

describe('git of the stand-in', () => {
  it('clones and pushes with an installation token; the push moves pull requests and is told', async () => {
    const github = await startWithRepository({ deliver: 'manual' });
    const octokit = clientOf(github, 'acme');
    await github.pushCommit({ repo: 'acme/app', branch: 'b', author: 'alice', files: { 'b.ts': 'b\n' } });
    await octokit.pulls.create({ ...app, title: 'B', head: 'b', base: 'main' });
    const clone = await cloneWith(github, { contents: 'write' });
    await git(clone, 'checkout', '--quiet', 'b');
    const pushed = await commit(clone, 'more.ts');
    await git(clone, 'push', '--quiet', 'origin', 'b', 'HEAD:refs/planwright/attempts/r/t/1');
    expect((await octokit.pulls.get({ ...app, pull_number: 1 })).data.head.sha).toBe(pushed);
    expect(github.refs('acme/app').get('refs/planwright/attempts/r/t/1')).toBe(pushed);
    const events = github.webhooks.pending.map(({ event, action }) => `${event} ${action}`);
    expect(events.slice(-2)).toEqual(['push null', 'pull_request synchronize']);
    expect(events.filter((event) => event.startsWith('push'))).toHaveLength(2);
  });

  it('refuses to push without contents:write, and workflow files without their permission', async () => {
    const github = await startWithRepository();
    const reading = await cloneWith(github, { contents: 'read' });
    await commit(reading, 'more.ts');
    await expect(git(reading, 'push', '--quiet', 'origin', 'HEAD:refs/heads/n')).rejects.toThrow('403');
    const writing = await cloneWith(github, { contents: 'write' });
    await commit(writing, '.github/workflows/ci.yml');
    await expect(git(writing, 'push', '--quiet', 'origin', 'HEAD:refs/heads/n')).rejects.toThrow(
      'refusing to allow a GitHub App to create or update workflow `.github/workflows/ci.yml`',
    );
    expect(Object.keys(github.branches('acme/app'))).toEqual(['main']);
  });

  it('works for people with their tokens, under the former name of a repository too', async () => {
    const github = await startWithRepository();
    const clone = await cloneAs(github, 'alice', github.userToken('alice'));
    github.renameRepository('acme/app', 'renamed');
    const pushed = await commit(clone, 'more.ts');
    await git(clone, 'push', '--quiet', 'origin', 'HEAD:refs/heads/n');
    expect(github.branches('acme/renamed').n).toBe(pushed);
    await expect(cloneAs(github, 'mallory', github.userToken('mallory'))).rejects.toThrow('not found');
  });

  it('breaks where a test says so, before the push or after it', async () => {
    const github = await startWithRepository();
    const clone = await cloneAs(github, 'alice', github.userToken('alice'));
    const pushed = await commit(clone, 'more.ts');
    const push = () => git(clone, 'push', '--quiet', 'origin', 'HEAD:refs/heads/n');
    github.gitFaults.once({ kind: 'status', status: 502 }, ({ kind }) => kind === 'push');
    await expect(push()).rejects.toThrow('502');
    expect(github.branches('acme/app').n).toBeUndefined();
    github.gitFaults.once({ kind: 'drop_answer' }, ({ kind }) => kind === 'push');
    await expect(push()).rejects.toThrow();
    expect(github.branches('acme/app').n).toBe(pushed);
    const pushes = github.gitRequests.filter(({ kind }) => kind === 'push');
    expect(pushes.map(({ user, status }) => [user, status])).toEqual([
      [undefined, 502],
      ['alice', 200],
    ]);
  });
});
