import { describe, expect, it } from 'vitest';
import type { CheckText } from '../../../src/core/effects/effect.ts';
import type { Place } from '../../../src/core/effects/place.ts';
import { begun, CHECK, merged, PULL } from '../effect_case.ts';
import { forgeSetting } from '../forge_setting.ts';
import type { ForgeWorld } from '../forge_world.ts';

const setting = forgeSetting();

const place = (path: string, line: number): Place => ({ path, line, column: 5, level: 'failure', message: 'No week.' });

const FAILED: CheckText = {
  ...CHECK,
  conclusion: 'failure',
  places: [place('/workspace/src/parser.ts', 12), place('README.md', 3), place('../src/parser.ts', 7)],
};

const marked = {
  path: 'src/parser.ts',
  start_line: 12,
  end_line: 12,
  start_column: 5,
  end_column: 5,
  annotation_level: 'failure',
  message: 'No week.',
};

const shownAt = ({ repo }: ForgeWorld, commit: string) =>
  [...repo.checkRuns.values()]
    .filter(({ headSha }) => headSha === commit)
    .map(({ conclusion, output, actions }) => [conclusion, output.annotations, actions.length]);

describe('a check', () => {
  it('marks the places in files that its work changed, and no others', async () => {
    const world = await setting.world();
    const { commit } = await begun(world);
    const { answer } = await world.send({ kind: 'check_task', task: 'id', commit, check: FAILED });
    expect(answer).toEqual({ kind: 'done' });
    expect(shownAt(world, commit)).toEqual([['failure', [marked], 1]]);
  });

  it('that has annotations is followed by another, for they cannot be taken back', async () => {
    const world = await setting.world();
    const { commit } = await begun(world);
    const send = (check: CheckText) => world.send({ kind: 'check_task', task: 'id', commit, check });
    await send(FAILED);
    await send(FAILED);
    await send({ ...CHECK, actions: [] });
    await send({ ...CHECK, title: 'Checked again', actions: [] });
    expect(shownAt(world, commit)).toEqual([
      ['failure', [marked], 1],
      ['success', [], 0],
    ]);
  });

  it('is not that of another app which has its name: ours stands beside it', async () => {
    const world = await setting.world();
    const { commit } = await begun(world);
    await world.github.reportCheck({
      repo: world.repo,
      name: CHECK.name,
      sha: commit,
      conclusion: 'failure',
      app: 'ci',
    });
    const send = (title: string) =>
      world.send({ kind: 'check_task', task: 'id', commit, check: { ...CHECK, title, conclusion: 'success' } });
    await send('Checked');
    expect((await send('Checked again')).answer).toEqual({ kind: 'done' });
    const shown = [...world.repo.checkRuns.values()].map(({ app, conclusion, output }) => [
      app,
      conclusion,
      output.title,
    ]);
    expect(shown).toEqual([
      ['ci', 'failure', null],
      [world.github.slug, 'success', 'Checked again'],
    ]);
  });

  it('of the whole marks what the run changed since its base', async () => {
    const world = await setting.world();
    const { head } = await merged(world);
    const check = { ...FAILED, name: 'planwright', places: [place('src/parser.ts', 12), place('README.md', 3)] };
    await world.send(
      { kind: 'offer_run', opens: true, pull: PULL, ready: false, reviewers: [], check, report: null },
      { integrationHead: head, baseCommit: world.base },
    );
    expect(shownAt(world, head)).toEqual([['failure', [marked], 1]]);
  });

  it('marks nothing where nobody knows what was changed', async () => {
    const world = await setting.world();
    const { commit } = await begun(world);
    const nowhere = 'e'.repeat(40);
    await world.send({ kind: 'check_task', task: 'id', commit, check: FAILED }, { integrationHead: nowhere });
    expect(shownAt(world, commit)).toEqual([['failure', [], 1]]);
  });
});
