import { describe, expect, it } from 'vitest';
import { threadMarker } from '../../../src/core/report/markers.ts';
import { failedCheck, reviewed } from '../conversation_cases.ts';
import { CHECK } from '../effect_case.ts';
import { forgeSetting } from '../forge_setting.ts';
import type { ForgeWorld } from '../forge_world.ts';

const setting = forgeSetting();

const question = { kind: 'show_question', n: 3, text: '**Q3** Keep it?', mayPost: true, standing: 'open' } as const;
const remind = { kind: 'remind', n: 3, text: 'Q3 still waits.' } as const;
const LOCKED = 'Unable to create comment because issue is locked.';

/** Every write is refused so. */
const refusing = (status: number, message?: string) =>
  setting.github().faults.add({
    fault: { kind: 'status', status, ...(message === undefined ? {} : { message }) },
    when: ({ kind }) => kind === 'write',
  });
const comments = ({ repo }: ForgeWorld) => [...repo.comments.values()].map(({ body }) => body.split('\n', 1)[0]);

describe('a question', () => {
  it.each([
    [404, undefined],
    [410, undefined],
    [403, LOCKED],
  ] as const)('is not written where GitHub says %s %s, and not tried again', async (status, message) => {
    const world = await setting.world();
    refusing(status, message);
    const { answer, shown } = await world.send(question);
    expect(answer).toEqual({ kind: 'done' });
    expect(shown).toEqual([{ subject: world.run.id, what: 'question:3', number: null, digest: 'open' }]);
    expect((await world.send(remind)).answer).toEqual({ kind: 'done' });
  });

  it('that is not let through for another reason is refused, which somebody sees', async () => {
    const world = await setting.world();
    refusing(403, 'Resource not accessible by integration');
    expect((await world.send(question)).answer).toMatchObject({ kind: 'refused' });
    expect((await world.send(remind)).answer).toMatchObject({ kind: 'refused' });
  });

  it('is known to have been seen from the moment when its first comment stood there, by the clock of GitHub', async () => {
    const world = await setting.world();
    const { shown } = await world.send(question);
    const [comment] = [...world.repo.comments.values()];
    const at = Math.floor((comment?.createdAt ?? 0) / 1_000) * 1_000;
    expect(shown).toContainEqual({ subject: world.run.id, what: 'asked:3', number: null, digest: String(at) });
    // Its answer was lost.
    expect((await world.send(question)).shown).toEqual(shown);
    const again = await world.send({ ...question, standing: 'deleted again' }, {}, [
      { subject: world.run.id, what: 'question:3', number: null, digest: 'deleted' },
      ...shown.slice(1),
    ]);
    expect(again.shown.map(({ what }) => what)).toEqual(['question:3']);
  });

  it('whose comment was deleted gets no other once it is settled', async () => {
    const world = await setting.world();
    const { shown } = await world.send(question);
    const comment = [...world.repo.comments.keys()][0] ?? 0;
    await world.github.deleteComment({ repo: world.repo, comment, by: 'alice' });
    await world.send({ ...question, mayPost: false, text: '**Q3** Keep it? Yes.', standing: 'answered' }, {}, shown);
    expect(comments(world)).toEqual([]);
  });

  it.each([403, 404, 422])('is not shown by a check where GitHub says %d, and not tried again', async (status) => {
    const world = await setting.world();
    const commit = await world.commit({ a: 'a' });
    refusing(status);
    const shows = { kind: 'show_question_check', task: 'parser', commit, check: CHECK, settles: false } as const;
    const { answer, shown } = await world.send({ ...shows, standing: `${commit} 3` });
    expect(answer).toEqual({ kind: 'done' });
    expect(shown).toEqual([{ subject: world.run.id, what: 'check:parser', number: null, digest: `${commit} 3` }]);
  });
});

describe('the answer in a thread', () => {
  it.each([
    [404, undefined],
    [410, undefined],
    [422, undefined],
    [403, LOCKED],
  ] as const)('is left out where GitHub says %s %s', async (status, message) => {
    const world = await setting.world();
    const request = await reviewed(world);
    refusing(status, message);
    expect((await world.send(request)).answer).toEqual({ kind: 'done' });
  });

  it('is written once for each attempt, and not taken for that of a person who quotes it', async () => {
    const world = await setting.world();
    const request = await reviewed(world);
    const on = { repo: world.repo, number: request.pull, by: 'alice', state: 'commented' } as const;
    const threads = () => world.repo.issues.get(request.pull)?.pull?.reviewComments ?? [];
    await world.send(request);
    const answered = threads().at(-1)?.body ?? '';
    // As somebody may write it who knows what the next answer is found by.
    const quoted = `> ${answered.replace('attempt=2', 'attempt=3')}`;
    expect(quoted.endsWith(threadMarker(world.run.id, 'parser', 3, request.thread))).toBe(true);
    const reply = { path: 'src/parser.ts', line: 1, body: quoted, replyTo: request.thread };
    await world.github.reviewPull({ ...on, comments: [reply] });
    await world.send({ ...request, attempt: 3 });
    await world.send({ ...request, attempt: 3 });
    await world.send(request);
    expect(threads().map(({ author }) => author)).toEqual([
      'alice',
      `${world.github.slug}[bot]`,
      'alice',
      `${world.github.slug}[bot]`,
    ]);
  });
});

describe('a check that is to run again', () => {
  it.each([
    ['github-actions', 403],
    ['github-actions', 404],
    ['ci', 404],
    ['ci', 422],
  ] as const)('of %s cannot where GitHub says %d', async (app, status) => {
    const world = await setting.world();
    const request = await failedCheck(world, app);
    refusing(status);
    expect((await world.send(request)).answer).toEqual({ kind: 'cannot_rerun' });
  });

  it('cannot where its app lets nobody run it again', async () => {
    const world = await setting.world();
    const request = await failedCheck(world, 'ci', false);
    expect((await world.send(request)).answer).toEqual({ kind: 'cannot_rerun' });
  });

  it('waits while other jobs of its workflow are at work', async () => {
    const world = await setting.world();
    const request = await failedCheck(world, 'github-actions');
    const end = refusing(403, 'The workflow run containing this job is already running');
    await expect(world.send(request)).rejects.toMatchObject({ code: 'changed_meanwhile' });
    end();
    expect((await world.send(request)).answer).toEqual({ kind: 'done' });
  });
});
