import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AskingDesk, startAskingDesk } from '../../support/asking_desk.ts';
import { by, commentBody, editBody, event } from '../../support/incoming_desk.ts';

let desk: AskingDesk;
beforeEach(async () => {
  desk = await startAskingDesk();
});
afterEach(() => desk.stop());

const COMMENT = 1_001;
const edit = (before: string, body: string, second = 2, login = 'ada') =>
  desk.deliver(event(editBody({ before, body, id: COMMENT, author: 'ada' }, second), by(login)));
const told = () => desk.answersTo(COMMENT);

describe('an edited answer', () => {
  it.each([
    ['Q1: keep', 'Q1: drop'],
    ['keep', 'drop'],
    ['/planwright answer Q1 keep', '/planwright answer Q1 drop'],
    ['/planwright answer schema keep', '/planwright answer schema drop'],
    ['> Q1 from schema\n\nkeep', '> Q1 from schema\n\ndrop'],
    ['Q1: keep', '/planwright answer schema drop'],
  ])('counts until the task goes on (%j → %j)', async (before, body) => {
    await desk.ask('schema');
    await desk.say(before);
    await edit(before, body);
    expect(await desk.questions()).toEqual(['Q1 answered: drop by ada']);
    expect(await desk.task('schema')).toMatchObject({ state: 'ready' });
    expect((await desk.events()).filter((kind) => kind === 'question_answered')).toHaveLength(2);
    const [next] = await desk.goOn();
    expect(next?.answers.map(({ answer }) => answer)).toEqual(['drop']);
    await edit(body, before, 3);
    expect(await desk.questions()).toEqual(['Q1 answered: drop by ada']);
    const late = 'Q1 was answered by ada: `drop`. `schema` went on with it before this edit, which changes nothing.';
    expect(await told()).toEqual(['+1', '+1', 'eyes', late]);
  });

  it('counts while the task is blocked by something else', async () => {
    await desk.ask('schema', {}, false);
    await desk.ask('schema', { text: 'Which name?', options: [] });
    await desk.say('Q1: keep');
    await edit('Q1: keep', 'Q1: drop\nQ2: old_id');
    expect(await desk.questions()).toEqual(['Q1 answered: drop by ada', 'Q2 answered: old_id by ada']);
  });

  it('was none before, or a near miss', async () => {
    await desk.ask('schema');
    await desk.say('Q1: kepe');
    await edit('Q1: kepe', 'Q1: keep');
    expect(await desk.questions()).toEqual(['Q1 answered: keep by ada']);
    expect(await told()).toEqual(['eyes', expect.stringContaining('Did you mean `keep`?'), '+1']);
  });

  it('follows further edits, and not an older one that is told late', async () => {
    await desk.ask('schema');
    await desk.say('Let me see.');
    await edit('Let me see.', 'Q1: keep', 5);
    await edit('Q1: keep', 'Q1: drop', 7);
    expect(await desk.questions()).toEqual(['Q1 answered: drop by ada']);
    await edit('Let me see.', 'Q1: keep', 6);
    expect(await desk.questions()).toEqual(['Q1 answered: drop by ada']);
    expect((await desk.notes()).at(-1)).toBe('ignored: A newer text of the comment was acted upon before.');
  });

  it('to a question that somebody else answered is told so', async () => {
    desk.world.permitted.add('bob');
    await desk.ask('schema');
    await desk.say('Let me see.');
    await desk.deliver(event(commentBody('Q1: drop', 4), by('bob')));
    await edit('Let me see.', 'Q1: keep', 5);
    expect(await desk.questions()).toEqual(['Q1 answered: drop by bob']);
    expect(await told()).toEqual(['eyes', 'Q1 was answered by bob: `drop`']);
    await edit('Q1: keep', 'Q1: keep it', 6);
    await edit('Q1: keep it', '/planwright answer Q9 keep', 7);
    const replies = (await desk.effects()).flatMap(({ kind, edit: number }) => (kind === 'reply' ? [number] : []));
    // The same is written once.
    expect(replies.map((number) => replies.indexOf(number))).toEqual([0, 0, 2]);
  });

  it.each([
    ['beside the answer', 'Q1: keep\n/planwright cancel', 2, 'ada', 'ignored: The edit answers nothing.'],
    [
      'that is older than what counts',
      'Q1: drop',
      0,
      'ada',
      'ignored: A newer text of the comment was acted upon before.',
    ],
    [
      'by somebody who may not command',
      'Q1: drop',
      2,
      'mallory',
      'refused: Its sender may not command here and was told so.',
    ],
    ['by a bot', 'Q1: drop', 2, 'renovate[bot]', 'ignored: Bots command nothing.'],
    ['that takes the answer out', 'Never mind.', 2, 'ada', 'ignored: The edit answers nothing.'],
  ])('%s changes nothing', async (_, body, second, login, note) => {
    await desk.ask('schema');
    await desk.say('Q1: keep');
    const before = await desk.everything();
    const sender = by(login, login.endsWith('[bot]'));
    const edited = editBody({ before: 'Q1: keep', body, id: COMMENT, author: 'ada' }, second);
    await desk.deliver(event(edited, sender));
    expect(await desk.everything()).toBe(before);
    expect((await desk.notes()).at(-1)).toBe(note);
  });

  it('that comes again changes nothing', async () => {
    await desk.ask('schema');
    await desk.say('Q1: keep');
    await edit('Q1: keep', 'Q1: drop');
    const before = (await desk.questions()).concat(await desk.events());
    await edit('Q1: keep', 'Q1: drop');
    expect((await desk.questions()).concat(await desk.events())).toEqual(before);
  });
});
