import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AskingDesk, startAskingDesk } from '../../support/asking_desk.ts';
import { by, commentBody, editBody, event } from '../../support/incoming_desk.ts';

let desk: AskingDesk;
beforeEach(async () => {
  desk = await startAskingDesk();
});
afterEach(() => desk.stop());

const told = (second = 1) => desk.answersTo(1_000 + second);
const note = async () => (await desk.notes()).at(-1);

describe('a question is answered', () => {
  it.each([
    ['by a command', '/planwright answer Q1 drop', 'drop'],
    ['by a command that names the task', '/planwright answer schema 2', 'drop'],
    [
      'by a command with words of many lines',
      '/planwright answer Q1\n\nRename it\nto old_id.',
      'Rename it\nto old_id.',
    ],
    ['by a command among others', '/planwright status\n- /planwright answer q1: keep\n- /planwright status', 'keep'],
    ['by a comment that begins with its number', 'Q1: Keep', 'keep'],
    ['by a comment that is an option', 'Drop.', 'drop'],
    ['by a quote', '> **Q1** from `schema`: Keep the column?\n\nRename it', 'Rename it'],
    [
      'by a quote, with code that holds a command',
      '> **Q1** from `schema`: Keep?\r\n\r\nWrite\r\n```\r\n/planwright retry\r\n```',
      'Write\n```\n/planwright retry\n```',
    ],
    ['by a comment with line ends of Windows', 'drop\r\n\r\nIt is read by nobody.', 'drop\n\nIt is read by nobody.'],
    ['by an item of a list', '- Q1 keep\n- thanks', 'keep'],
    ['by mail', 'keep\n\nOn Sat, Nov 21, 2026 at 5:00 PM x ***@***.***> wrote:\n\n> Q1 from schema', 'keep'],
    ['beside a command', 'Q1 keep\n\n/planwright status', 'keep'],
  ])('%s', async (_, comment, answer) => {
    await desk.ask('schema');
    await desk.say(comment);
    expect(await desk.questions()).toEqual([`Q1 answered: ${answer} by ada`]);
    expect(await told()).toEqual(['+1']);
    expect(await desk.task('schema')).toMatchObject({ state: 'ready' });
    const [next] = await desk.goOn();
    expect(next?.answers.map((each) => each.answer)).toEqual([answer]);
    expect(await desk.events()).toContain('question_answered');
  });

  it.each([
    ['talk', 'Looking at it tomorrow'],
    ['a word of an option in a sentence', 'keep an eye on it'],
    ['what stands in a quote alone', '> Q1 keep'],
    ['what puts it off by mail', "I'll look into it\n\nOn Sat, 21 Nov 2026 a@b.example wrote:\n> Q1 from schema"],
    ['what stands beside a command', 'drop it\n\n/planwright status'],
    ['another question', 'Q7: keep'],
  ])('by nothing like %s', async (_, comment) => {
    await desk.ask('schema');
    await desk.say(comment);
    expect(await desk.questions()).toEqual(['Q1 open']);
  });

  it('with what looks like a token, which its agent is told, and nobody else', async () => {
    const [first, second] = ['a1B2', 'c3D4'].map((part) => `ghp_${part.repeat(9)}`);
    await desk.ask('schema');
    await desk.say(`Q1 use ${first}`);
    const edit = { before: `Q1 use ${first}`, body: `Q1 use ${second}`, id: 1_001, author: 'ada' };
    await desk.deliver(event(editBody(edit, 2)));
    await desk.say('Q1 keep', 3);
    const [next] = await desk.goOn();
    expect(next?.answers.map((each) => each.answer)).toEqual([`use ${second}`]);
    expect(await desk.replies()).toEqual([expect.stringContaining('Q1 was answered by ada: `use [secret]`')]);
    const told = await desk.rows("SELECT data FROM events WHERE kind = 'question_answered'");
    expect(told).toHaveLength(2);
    expect(JSON.stringify(told)).not.toContain('ghp_');
  });

  it('while its attempt waits', async () => {
    await desk.ask('schema', {}, false);
    await desk.say('Q1 keep');
    expect(await desk.questions()).toEqual(['Q1 answered: keep by ada']);
    expect(await desk.task('schema')).toMatchObject({ state: 'running' });
  });

  it('below the pull request of its task without being named, whatever else is asked', async () => {
    await desk.ask('schema');
    await desk.ask('docs', { text: 'Which tone?', options: ['keep', 'formal'] });
    const { id = '', attempts = 0 } = (await desk.task('docs')) ?? {};
    await desk.change({ kind: 'set_task', task: id, in: 'blocked', atAttempt: attempts, set: { pull: 41 } });
    const inPull = (body: string, second: number) =>
      desk.deliver(event(commentBody(body, second, { number: 41, isPull: true, labels: [] })));
    await inPull('keep', 1);
    await inPull('Q1: drop', 2);
    expect(await desk.questions()).toEqual(['Q1 answered: drop by ada', 'Q2 answered: keep by ada']);
  });

  it.each([
    ['/planwright answer fine by me', 'Q2 answered: fine by me by ada'],
    ['/planwright answer 2', 'Q2 answered: formal by ada'],
    ['/planwright answer\n\nFine by me,\nas it is', 'Q2 answered: Fine by me,\nas it is by ada'],
    ['/planwright answer docs formal', 'Q2 answered: formal by ada'],
  ])('there by a command as well: %j', async (comment, answered) => {
    await desk.ask('schema');
    await desk.ask('docs', { text: 'Which tone?', options: ['keep', 'formal'] });
    const { id = '', attempts = 0 } = (await desk.task('docs')) ?? {};
    await desk.change({ kind: 'set_task', task: id, in: 'blocked', atAttempt: attempts, set: { pull: 41 } });
    const inPull = { number: 41, isPull: true, labels: [] };
    await desk.deliver(event(commentBody(comment, 1, inPull)));
    expect(await desk.questions()).toEqual(['Q1 open', answered]);
    const changed = { id: 1_001, author: 'ada', before: comment, body: '/planwright answer as you like it' };
    await desk.deliver(event(editBody(changed, 2, inPull)));
    expect((await desk.questions())[1]).toBe('Q2 answered: as you like it by ada');
  });
});

describe('an answer that cannot be taken is told', () => {
  it.each([
    ['a near miss', 'kepe', 'Did you mean `keep`?'],
    ['a number beyond the options', 'Q1: 3', 'Q1 has no option 3'],
    [
      'what puts it off',
      'Q1: looking at it tomorrow',
      '`looking at it tomorrow` reads as no answer to Q1, which stays open.',
    ],
    ['talk about it', 'Q1 is a good question', 'If it is one: `/planwright answer Q1 …`.'],
    ['words where only options are taken', 'Q1: rename it', 'Q1 takes one of its options'],
    ['an option with a condition', 'keep, but rename it', 'Q1 takes one of its options'],
    ['too many words', `Q1: ${'x'.repeat(65_000)}`, 'at most 16,384 characters'],
    ['a command without words', '/planwright answer Q1', 'Write `/planwright answer Q1 keep`, for example.'],
    ['a command that names the task alone', '/planwright answer schema', 'Write `/planwright answer Q1 keep`'],
    ['a command alone', '/planwright answer', 'asks Q1 of `schema`. Write `/planwright answer Q1 …`.'],
    ['a question that is none', '/planwright answer Q9 keep', '`acme/web#40` has no question or task `Q9`. It asks Q1'],
    ['a number that is no question', 'Q9: sure', '`acme/web#40` has no question or task `Q9`. It asks Q1'],
    ['the same without a colon', 'Q9 yes', '`acme/web#40` has no question or task `Q9`. It asks Q1'],
    ['a task that asks nothing', '/planwright answer docs keep', 'has a task `docs`, which asks nothing'],
  ])('%s', async (_, comment, line) => {
    await desk.ask('schema', { onlyOptions: true });
    await desk.say(comment);
    expect(await desk.questions()).toEqual(['Q1 open']);
    expect(await told()).toEqual([expect.stringMatching(/eyes|confused/), expect.stringContaining(line)]);
  });

  it('where it may be meant for more than one question', async () => {
    await desk.ask('schema');
    await desk.ask('docs', { text: 'Which tone?', options: ['keep', 'formal'] });
    await desk.say('keep');
    const line = '`keep` may answer Q1 or Q2. Name the one you mean: `Q1 keep`.';
    expect(await told()).toEqual(['confused', line]);
    await desk.say('formal, of course', 2);
    expect(await told(2)).toEqual([]);
    expect(await desk.questions()).toEqual(['Q1 open', 'Q2 open']);
  });

  it('but an option that only one of the open questions has is clear', async () => {
    await desk.ask('schema');
    await desk.ask('docs', { text: 'Which tone?', options: ['keep', 'formal'] });
    await desk.say('Formal, thanks');
    expect(await told()).toEqual(['+1']);
    expect(await desk.questions()).toEqual(['Q1 open', 'Q2 answered: formal by ada']);
  });

  it('and whoever takes a task, and names none, is told of those that wait for an answer as well', async () => {
    await desk.ask('schema');
    await desk.say('/planwright take');
    expect(await told()).toEqual(['eyes', expect.stringMatching(/It can be `schema`/)]);
  });

  it('and what names no question that there is, beside one that counts', async () => {
    await desk.ask('schema');
    await desk.say('Q1 keep, but only\non Sundays\nQ9 nope');
    expect(await desk.questions()).toEqual(['Q1 answered: keep, but only\non Sundays by ada']);
    expect(await told()).toEqual(['+1', 'eyes', '`acme/web#40` has no question or task `Q9`. Nothing is asked in it.']);
  });

  it('where the task asks more than one thing', async () => {
    await desk.ask('schema', {}, false);
    await desk.ask('schema', { text: 'Which name?', options: [] });
    await desk.say('/planwright answer schema keep');
    expect((await told())[1]).toContain('`schema` asks more than one thing: Q1 (`Keep the column legacy_id?`), Q2');
    await desk.say('Q1: keep\nQ2: old_id', 2);
    expect(await desk.questions()).toEqual(['Q1 answered: keep by ada', 'Q2 answered: old_id by ada']);
    expect(await told(2)).toEqual(['+1']);
  });

  it('to whoever comes second: the first counts', async () => {
    desk.world.permitted.add('bob');
    await desk.ask('schema');
    await desk.receive('first', JSON.stringify(event(commentBody('Q1 keep', 1), by('ada'))));
    await desk.receive('second', JSON.stringify(event(commentBody('Q1: drop', 2), by('bob'))));
    await desk.process();
    expect(await desk.questions()).toEqual(['Q1 answered: keep by ada']);
    expect(await told(1)).toEqual(['+1']);
    expect(await told(2)).toEqual(['eyes', 'Q1 was answered by ada: `keep`']);
  });

  it('where nobody waits for it any more, as after a cancel', async () => {
    await desk.ask('schema');
    await desk.say('/planwright cancel schema\n/planwright answer Q1 keep');
    expect(await told()).toEqual(['+1', 'eyes', 'Q1 was withdrawn: nobody waits for the answer any more.']);
    await desk.say('Q1 keep', 2);
    expect(await told(2)).toEqual(['eyes', 'Q1 was withdrawn: nobody waits for the answer any more.']);
  });

  it.each([
    ['the run', '/planwright cancel'],
    ['its task', '/planwright cancel schema'],
  ])('where it was asked while %s was being canceled: that ends, and asks nobody', async (_, order) => {
    await desk.say(order);
    await desk.ask('schema');
    expect(await desk.task('schema')).toMatchObject({ state: 'canceled' });
    expect(await desk.questions()).toEqual(['Q1 withdrawn']);
    await desk.settle();
    expect(desk.sent.filter((request) => request.kind === 'show_question' && request.mayPost)).toEqual([]);
    await desk.say('Q1 keep', 2);
    expect(await told(2)).toEqual(['eyes', 'Q1 was withdrawn: nobody waits for the answer any more.']);
  });

  it('beside what is carried out, of a comment with five commands of which two are refused', async () => {
    await desk.ask('schema');
    const lines = ['answer Q1 keep', 'answer Q1 drop', 'cancel docs', 'retry last', 'status'];
    await desk.say(lines.map((line) => `/planwright ${line}`).join('\n'));
    const [taken, seen, reply] = await told();
    expect([taken, seen]).toEqual(['+1', 'eyes']);
    expect(reply?.split('\n\n')).toEqual(['Q1 was answered by ada: `keep`', expect.stringContaining('`last`')]);
  });
});

describe('an answer of somebody who may not command', () => {
  it.each([
    ['/planwright answer Q1 keep', 1],
    ['Q1: keep', 1],
    ['> Q1 from schema\n\nkeep', 1],
    ['keep', 0],
    ['kepe', 0],
    ['Q7: keep', 0],
    ['Looking at it tomorrow', 0],
  ])('%j changes nothing', async (comment, reactions) => {
    await desk.ask('schema');
    await desk.settle();
    const before = await desk.everything();
    await desk.say(comment, 1, 'mallory');
    expect(await desk.everything()).toBe(before);
    expect(desk.world.reactions).toHaveLength(reactions);
  });

  it('to a settled question is told to nobody', async () => {
    await desk.ask('schema');
    await desk.say('Q1: keep');
    const before = await desk.everything();
    await desk.say('Q1: drop', 2, 'mallory');
    await desk.deliver(event(commentBody('Q1: drop', 3), by('renovate[bot]', true)));
    expect(await desk.everything()).toBe(before);
    expect(desk.world.reactions).toEqual([]);
  });
});

describe('an answer is taken once', () => {
  it('also when its comment comes again', async () => {
    await desk.ask('schema');
    await desk.say('keep');
    const before = await desk.everything();
    await desk.say('keep');
    expect(await desk.everything()).toBe(before);
    expect(await note()).toBe('ignored: The comment was carried out before.');
  });

  it('also by a process that comes after one that died before it was reacted to', async () => {
    await desk.ask('schema');
    await desk.say('/planwright budget $10', 0);
    const { command } = desk.deps.store;
    let dies = true;
    const dying = ((name, decide) => {
      if (name === 'reply_to_comment' && dies) throw new Error('The process died.');
      return command.call(desk.deps.store, name, decide);
    }) as typeof command;
    Object.assign(desk.deps.store, { command: dying });
    // More on top of what there is: carried out twice, it would be too much.
    await desk.say('/planwright answer Q1 keep\n/planwright budget +$5\n/planwright status');
    expect(await desk.questions()).toEqual(['Q1 answered: keep by ada']);
    expect(await desk.run()).toMatchObject({ budgetMicros: 15_000_000 });
    expect(await told()).toEqual([]);
    dies = false;
    desk.outage(5_000);
    await desk.process();
    expect(await told()).toContain('+1');
    expect(await desk.run()).toMatchObject({ budgetMicros: 15_000_000 });
  });

  it('with the runner and the service away meanwhile', async () => {
    await desk.ask('schema');
    desk.outage(3_600_000);
    await desk.say('keep', 4_000);
    expect(await desk.questions()).toEqual(['Q1 answered: keep by ada']);
    desk.outage(3_600_000);
    await desk.settle();
    expect((await desk.goOn()).map(({ task }) => task.key)).toEqual(['schema']);
  });
});
