import { describe, expect, it } from 'vitest';
import type { Permissions } from '../../../src/github/clients/permissions_of.ts';
import { begun, CHECK, PULL } from '../effect_case.ts';
import { EFFECT_CASES, type EffectName } from '../effect_cases.ts';
import { forgeSetting } from '../forge_setting.ts';
import type { ForgeWorld } from '../forge_world.ts';

const setting = forgeSetting();
const MINUTE = 60_000;

const issued = (repository: number) =>
  [...setting.github().state.tokens.entries()].flatMap(([value, token]) =>
    token.kind === 'installation' && token.repositories?.includes(repository) ? [{ value, ...token }] : [],
  );
const show = (world: ForgeWorld, text = 'Mend it.') => world.send({ kind: 'show_plan', issue: world.issue, text });

describe('tokens', () => {
  const metadata = 'read';
  const needed: Readonly<Record<EffectName, readonly Permissions[]>> = {
    begin_run: [{ contents: 'write', metadata }],
    begin_planning: [{ contents: 'read', metadata }],
    'publish_task, new': [{ contents: 'write', pull_requests: 'write', metadata }],
    'publish_task, again': [{ contents: 'write', pull_requests: 'write', metadata }],
    'publish_task, without a pull request': [{ contents: 'write', metadata }],
    check_task: [{ checks: 'write', metadata }],
    'check_task, with places in what was changed': [
      { checks: 'write', metadata },
      { checks: 'write', contents: 'read', metadata },
    ],
    merge_task: [{ contents: 'write', pull_requests: 'read', metadata }],
    delete_branch: [{ contents: 'write', metadata }],
    restore_integration: [{ contents: 'write', metadata }],
    retarget_pull: [{ pull_requests: 'write', metadata }],
    show_run: [{ issues: 'write', metadata }],
    'show_run, taking over what was said of the plan': [{ issues: 'write', metadata }],
    'offer_run, a draft': [
      { contents: 'read', pull_requests: 'write', metadata },
      { checks: 'write', metadata },
    ],
    'offer_run, ready': [
      { contents: 'read', pull_requests: 'write', metadata },
      { checks: 'write', metadata },
    ],
    'offer_run, with the report': [
      { contents: 'read', pull_requests: 'write', metadata },
      { contents: 'write', metadata },
      { checks: 'write', metadata },
    ],
    close_run: [{ issues: 'write', metadata }],
    show_diff: [{ issues: 'write', metadata }],
    'show_diff, of an edit that waits for approval': [{ issues: 'write', metadata }],
    show_plan: [{ issues: 'write', metadata }],
    show_proposal: [{ issues: 'write', metadata }],
    reply: [{ issues: 'write', pull_requests: 'write', metadata }],
    react: [{ issues: 'write', pull_requests: 'write', metadata }],
    show_question: [{ issues: 'write', metadata }],
    'show_question, answered': [{ issues: 'write', metadata }],
    show_question_check: [{ checks: 'write', metadata }],
    'show_question_check, settled': [{ checks: 'write', metadata }],
    remind: [{ issues: 'write', metadata }],
    answer_thread: [{ pull_requests: 'write', metadata }],
    'rerun_check, of a job': [{ actions: 'write', checks: 'write', metadata }],
    'rerun_check, of another app': [{ actions: 'write', checks: 'write', metadata }],
  };

  it.each(EFFECT_CASES)('for $name may do no more than that', async (effect) => {
    const world = await setting.world();
    const { request, run } = await effect.prepare(world);
    const before = setting.github().requests.length;
    await world.anew().send(request, { repository: world.record, run: { ...world.run, ...run }, shown: [] });
    const used = setting
      .github()
      .requests.slice(before)
      .flatMap(({ permissions }) => (permissions === undefined ? [] : [permissions]));
    expect(new Set(used.map((each) => JSON.stringify(each)))).toEqual(
      new Set(needed[effect.name].map((each) => JSON.stringify(each))),
    );
    for (const { repositories } of issued(world.repo.id)) expect(repositories).toEqual([world.repo.id]);
  });

  it('are used again until five minutes before their end', async () => {
    const world = await setting.world();
    await show(world);
    setting.moveClock(54 * MINUTE);
    await show(world, 'Again.');
    expect(issued(world.repo.id)).toHaveLength(1);
    setting.moveClock(2 * MINUTE);
    await show(world, 'Once more.');
    expect(issued(world.repo.id)).toHaveLength(2);
  });

  it('that GitHub does not take any more are replaced at once', async () => {
    const world = await setting.world();
    await show(world);
    for (const { value } of issued(world.repo.id)) setting.github().state.tokens.delete(value);
    expect((await show(world, 'Again.')).answer).toEqual({ kind: 'done' });
  });
});

describe('the credential of a runner', () => {
  it('writes contents of one repository and nothing else, for 50 minutes at least', async () => {
    const { forge, record, repo } = await setting.world();
    const first = await forge.credential(record);
    expect(first).toMatchObject({ username: 'x-access-token' });
    expect(setting.github().state.tokens.get(first?.token ?? '')).toMatchObject({
      repositories: [repo.id],
      permissions: { contents: 'write', metadata: 'read' },
    });
    setting.moveClock(9 * MINUTE);
    expect(await forge.credential(record)).toEqual(first);
    setting.moveClock(2 * MINUTE);
    const second = await forge.credential(record);
    expect(second?.token).not.toBe(first?.token);
    expect((second?.expiresAt ?? 0) - Date.now()).toBeGreaterThan(50 * MINUTE);
  });
});

describe('without access', () => {
  it('effects wait while the App is suspended or removed, whatever was kept', async () => {
    const world = await setting.world();
    await show(world);
    const { github } = world;
    github.suspend('acme');
    await expect(show(world, 'Again.')).rejects.toMatchObject({ code: 'github_no_access' });
    github.unsuspend('acme');
    expect((await show(world, 'Again.')).answer).toEqual({ kind: 'done' });
    github.removeAppFrom(world.repo);
    await expect(show(world, 'Once more.')).rejects.toMatchObject({ code: 'github_no_access' });
    github.installation('acme').repositories = 'all';
    expect((await show(world, 'Once more.')).answer).toEqual({ kind: 'done' });
  });

  it('to a permission they are refused, and it is said how to mend it', async () => {
    const world = await setting.world();
    const { commit } = await begun(world);
    const installation = setting.github().installation('acme');
    const { checks: _, ...others } = installation.permissions;
    setting.github().state.installations.set(installation.id, { ...installation, permissions: others });
    const { answer } = await world.send({ kind: 'check_task', task: 'id', commit, check: CHECK });
    setting.github().state.installations.set(installation.id, installation);
    expect(answer).toMatchObject({ kind: 'refused', message: expect.stringContaining("accept the App's permissions") });
  });
});

describe('errors', () => {
  it.each([
    ['a lost answer', { kind: 'drop_answer' }],
    ['a server in trouble', { kind: 'status', status: 500 }],
    ['a limit', { kind: 'secondary_limit', status: 403, retryAfterSeconds: 1 }],
  ] as const)('of %s carry no token and no text of people', async (_, fault) => {
    const world = await setting.world();
    const { branch, commit } = await begun(world);
    setting.github().faults.once(fault, ({ operationId }) => operationId === 'pulls/create');
    const error = await world
      .send({ kind: 'publish_task', task: 'id', branch, commit, pull: { ...PULL, body: 'A secret plan.' } })
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(Error);
    const told = [error, (error as Error).cause].map((each) =>
      each instanceof Error ? `${each.stack} ${JSON.stringify({ ...each })}` : JSON.stringify(each),
    );
    expect(told.join('\n')).not.toMatch(/ghs_|bearer |A secret plan/i);
    setting.moveClock(10_000);
  });
});
