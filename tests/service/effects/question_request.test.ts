import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Effect } from '../../../src/core/effects/effect.ts';
import { requestOf } from '../../../src/service/effects/effect_request.ts';
import { type AskingDesk, startAskingDesk } from '../../support/asking_desk.ts';

let desk: AskingDesk;
beforeEach(async () => {
  desk = await startAskingDesk();
});
afterEach(() => desk.stop());

/** What GitHub is asked for an effect, as things stand now. */
async function request(effect: Effect) {
  const run = await desk.run();
  const of = { id: 'effect', run: run?.id ?? '', repository: run?.repository ?? '', lane: 'lane', attempts: 0 };
  return requestOf(desk.deps, { ...of, effect }, run);
}

const reminder = () => request({ kind: 'remind', n: 1 });

describe('a reminder', () => {
  it('is sent as long as its question is open', async () => {
    await desk.ask('schema', { deadlineMs: 60_000 });
    expect(await reminder()).toMatchObject({ kind: 'remind', n: 1, text: expect.stringContaining('@ada') });
  });

  it('is not sent of what was answered since it was due', async () => {
    await desk.ask('schema', { deadlineMs: 60_000 });
    await desk.say('Q1 keep', 2);
    expect(await desk.questions()).toEqual(['Q1 answered: keep by ada']);
    expect(await reminder()).toBeNull();
  });

  it('is sent while one of those who ask the same still waits', async () => {
    await desk.ask('schema');
    await desk.ask('docs');
    await desk.overwrite(
      "UPDATE questions SET state = 'withdrawn' WHERE task = (SELECT id FROM tasks WHERE key = 'docs')",
    );
    expect(await reminder()).toMatchObject({ kind: 'remind', n: 1 });
    await desk.overwrite("UPDATE questions SET state = 'withdrawn'");
    expect(await reminder()).toBeNull();
  });
});

describe('the check of a task that asks', () => {
  const [WORK, PUSHED] = ['b'.repeat(40), 'e'.repeat(40)];
  /** What is shown once the comment of its question stands. */
  const check = async () => {
    const comment = await request({ kind: 'show_questions' });
    if (comment?.kind !== 'show_question') throw new Error('Its question is not shown first.');
    const subject = (await desk.run())?.id ?? '';
    const shown = { subject, what: 'question:1', number: 900, digest: comment.standing } as const;
    await desk.change({ kind: 'remember_shown', shown });
    return request({ kind: 'show_questions' });
  };

  it.each([
    ['what its attempt left, where it has no pull request', 'pull = NULL', 'd'.repeat(40)],
    ['its work, which its pull request shows', `pull = 41, "commit" = '${WORK}'`, WORK],
    ['what people pushed there', `pull = 41, "commit" = '${WORK}', pushed = '${PUSHED}'`, PUSHED],
  ])('stands at %s', async (_, set, commit) => {
    await desk.ask('schema');
    await desk.overwrite(`UPDATE tasks SET ${set} WHERE key = 'schema'`);
    expect(await check()).toMatchObject({ kind: 'show_question_check', task: 'schema', commit, settles: false });
  });

  it('names what people are asked, and not what the orchestrator looks at', async () => {
    await desk.ask('schema', {}, false);
    await desk.ask('schema', { text: 'Is the index meant?' });
    await desk.overwrite("UPDATE questions SET answering = 'hidden' WHERE n = 2");
    const shown = await check();
    expect(shown).toMatchObject({ kind: 'show_question_check', standing: `${'d'.repeat(40)} 1` });
    expect(JSON.stringify(shown)).not.toContain('Is the index meant?');
  });
});

it('the comment of a question is written anew where people deleted it only while that is open', async () => {
  await desk.ask('schema');
  expect(await request({ kind: 'show_questions' })).toMatchObject({ kind: 'show_question', n: 1, mayPost: true });
  await desk.say('Q1 keep', 2);
  expect(await request({ kind: 'show_questions' })).toMatchObject({ kind: 'show_question', n: 1, mayPost: false });
});
