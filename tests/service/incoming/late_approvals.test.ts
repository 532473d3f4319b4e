import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { giveAnswer } from '../../../src/service/commands/answer_question.ts';
import { type AskingDesk, startAskingDesk } from '../../support/asking_desk.ts';
import {
  commentBody,
  editBody,
  event,
  type IncomingDesk,
  issueBody,
  startIncomingDesk,
} from '../../support/incoming_desk.ts';
import { success } from '../../support/test_service.ts';

const [FIRST, SECOND] = ['b'.repeat(40), 'c'.repeat(40)];
const AFTER = '```planwright\napprove: after\n```\n## Tasks\n- [ ] parser: Parse dates\n';
const CHECKED = AFTER.replace('after', 'after\nchecks: build');

let desk: IncomingDesk;
/** Runs once, while GitHub is asked who may do what. */
let meanwhile: (() => Promise<void>) | null = null;
beforeEach(async () => {
  desk = await startIncomingDesk({
    may: async () => {
      const act = meanwhile;
      meanwhile = null;
      await act?.();
      return true;
    },
  });
  desk.answers.publish_task = () => ({ kind: 'published', pull: 41 });
});
afterEach(() => desk.stop());

async function start(body: string): Promise<void> {
  await desk.deliver(event(issueBody('labeled', 0, { body })));
  await desk.settle();
  await desk.settle();
}
async function work(commit: string): Promise<void> {
  const runner = desk.runner();
  await runner.register();
  const [lease] = await runner.lease(1);
  await runner.start(lease?.attempt ?? '');
  await runner.finish(lease?.attempt ?? '', success({ commit }));
  await desk.settle();
}
const questions = async () =>
  (await desk.rows('SELECT n, state FROM questions ORDER BY n')).map((row) => Object.values(row));
const merged = async () =>
  (await desk.effects()).flatMap(({ kind, commit }) => (kind === 'merge_task' ? [commit] : []));
/** Words send the work back, and it is made anew. */
async function makeAnew(): Promise<void> {
  const [open] = await desk.rows("SELECT id FROM questions WHERE state = 'open'");
  await giveAnswer(desk.deps, String(open?.id), { text: 'Week dates are missing.', by: 'bob' });
  await work(SECOND);
}
const review = (commit: string) => {
  const of = { id: 7, state: 'approved', body: '', commit } as const;
  const pull = { number: 41, head: 'planwright/40/parser' };
  return desk.deliver(event({ kind: 'review', action: 'submitted', review: of, pull }));
};

describe('an approval in a comment that was written before the work was shown', () => {
  beforeEach(async () => {
    await start(AFTER);
    await work(FIRST);
    desk.outage(60_000);
    await makeAnew();
  });

  it.each([
    ['/planwright approve parser', {}, 'approve'],
    ['/planwright approve', {}, 'approve'],
    ['/planwright approve', { number: 41, isPull: true }, 'approve'],
    ['/planwright answer parser approve', {}, 'approve'],
    ['/planwright answer approve', { number: 41, isPull: true }, 'approve'],
    ['approve', {}, 'approve'],
    ['lgtm', {}, null],
  ])('lets nothing in that was made since: "%s" %j', async (text, place, again) => {
    await desk.deliver(event(commentBody(text, 30, place)));
    await desk.settle();
    expect(await merged()).toEqual([]);
    expect(await questions()).toEqual([
      [1, 'answered'],
      [2, 'open'],
    ]);
    const told = `was not shown yet when this was written, so nothing was changed. To answer it: \`Q2 ${again}\`.`;
    expect(await desk.replies()).toEqual(again === null ? [] : [expect.stringContaining(told)]);
  });

  it.each(['/planwright approve parser', '/planwright approve', 'approve'])('counts once it is: "%s"', async (text) => {
    await desk.deliver(event(commentBody(text, 60)));
    await desk.settle();
    expect(await merged()).toEqual([SECOND]);
  });

  it.each(['Q2: approve', '/planwright answer Q2 approve'])(
    'counts where it names the question: "%s"',
    async (text) => {
      await desk.deliver(event(commentBody(text, 30)));
      await desk.settle();
      expect(await merged()).toEqual([SECOND]);
    },
  );
});

it('an approval before checks have passed is not of work that was made later', async () => {
  await start(CHECKED);
  desk.outage(60_000);
  await work(FIRST);
  await desk.say('/planwright approve parser', 59);
  expect(await desk.task('parser')).toMatchObject({ state: 'in_review', approvedCommit: null });
  expect(await desk.replies()).toEqual([
    expect.stringContaining('Look at it, then write `/planwright approve parser` again.'),
  ]);
  await desk.say('/planwright approve parser', 60);
  expect(await desk.task('parser')).toMatchObject({ approvedCommit: FIRST });
});

it('an approval without a name starts nothing about which nobody was asked yet', async () => {
  await start('## Tasks\n- [ ] parser: Parse dates (approve: before)\n');
  await desk.overwrite("UPDATE tasks SET state = 'ready' WHERE key = 'parser'");
  await desk.overwrite('DELETE FROM questions');
  await desk.say('/planwright approve', 1);
  expect(await desk.task('parser')).toMatchObject({ state: 'ready', approval: 'before' });
  expect(await desk.replies()).toEqual([expect.stringContaining('To let it start: `/planwright approve parser`.')]);
  await desk.say('/planwright approve parser', 2);
  expect(await desk.task('parser')).toMatchObject({ state: 'ready', approval: null });
});

describe('an approving review, while GitHub is asked who may approve,', () => {
  it('lets nothing in but the commit that was reviewed', async () => {
    await start(AFTER);
    await work(FIRST);
    meanwhile = makeAnew;
    await review(FIRST);
    await desk.settle();
    expect((await desk.notes()).at(-1)).toBe('ignored: It approves another commit than the one that waits.');
    expect(await desk.task('parser')).toMatchObject({ state: 'blocked', commit: SECOND, approvedCommit: null });
    expect(await merged()).toEqual([]);
    await review(SECOND);
    await desk.settle();
    expect(await merged()).toEqual([SECOND]);
  });

  it('counts as well where checks passed meanwhile, and people are asked by now', async () => {
    await start(CHECKED);
    await work(FIRST);
    meanwhile = async () => {
      desk.world.checks.set(FIRST, [{ name: 'build', app: 'ci', conclusion: 'success' }]);
      const of = { id: 9, name: 'build', app: 'ci', headCommit: FIRST, branch: 'planwright/40/parser' };
      const check = { ...of, conclusion: 'success', completedAt: '2027-01-15T08:01:00Z' } as const;
      await desk.receive('check', JSON.stringify(event({ kind: 'check_completed', check })));
      await desk.process();
    };
    await review(FIRST);
    await desk.settle();
    expect(await merged()).toEqual([FIRST]);
  });
});

describe('`/planwright approve`', () => {
  it('answers nothing that an agent asks', async () => {
    const asking: AskingDesk = await startAskingDesk();
    await asking.ask('schema', { options: ['approve', 'reject'] });
    await asking.say('/planwright approve schema', 1);
    await asking.say('/planwright approve', 2);
    expect(await asking.questions()).toEqual(['Q1 open']);
    expect(await asking.replies()).toEqual([
      expect.stringContaining('`schema` does not wait for approval; nothing was changed.'),
      expect.stringContaining('Nothing waits for approval'),
    ]);
    await asking.stop();
  });

  it('without a name lets no task in where an edit of the plan waits as well', async () => {
    const plan = (more = '') =>
      `\`\`\`planwright\napprove: plan, after\n\`\`\`\n## Tasks\n- [ ] parser: Parse dates\n${more}`;
    desk.answers.show_proposal = () => ({ kind: 'plan_shown', at: 0 });
    await start(plan());
    await desk.say('/planwright approve', 1, 'ada', { body: plan() });
    await desk.settle();
    await work(FIRST);
    const edited = plan('- [ ] docs: Document it\n');
    await desk.deliver(event(issueBody('edited', 2, { body: edited })));
    await desk.settle();
    await desk.say('/planwright approve', 3, 'ada', { body: edited });
    expect(await desk.replies()).toEqual([expect.stringMatching(/^These wait for approval: `parser`, and the edit `/)]);
    expect(await questions()).toEqual([[1, 'open']]);
    expect(await desk.task('docs')).toBeNull();
  });
});

describe('words that name no question, written before the one that waits was shown,', () => {
  let asking: AskingDesk;
  beforeEach(async () => {
    asking = await startAskingDesk();
    await asking.ask('schema');
  });
  afterEach(() => asking.stop());
  const ask = () => asking.ask('docs', { text: 'Delete the old docs?' });

  it.each(['drop', '/planwright answer docs drop', '> Delete the old docs?\n\ndrop'])(
    'answer nothing else: "%s"',
    async (text) => {
      await asking.say('Q1 keep', 1);
      asking.outage(3_600_000);
      await ask();
      await asking.deliver(event(commentBody(text, 60, {}, 5_000)));
      expect(await asking.questions()).toEqual(['Q1 answered: keep by ada', 'Q2 open']);
      expect(await asking.answersTo(5_000)).toEqual([
        'eyes',
        'Q2 (`Delete the old docs?`) was not shown yet when this was written, so nothing was changed. To answer it: `Q2 drop`.',
      ]);
      await asking.say(text, 3_600);
      expect(await asking.questions()).toEqual(['Q1 answered: keep by ada', 'Q2 answered: drop by ada']);
    },
  );

  it('nor do they by an edit', async () => {
    await asking.say('Q1 keep', 1);
    asking.outage(3_600_000);
    await ask();
    const edit = { before: 'Fine.', body: 'drop', id: 5_000, author: 'ada' };
    await asking.deliver(event(editBody(edit, 60)));
    expect(await asking.questions()).toEqual(['Q1 answered: keep by ada', 'Q2 open']);
    expect(await asking.answersTo(5_000)).toEqual(['eyes', expect.stringContaining('To answer it: `Q2 drop`.')]);
    await asking.deliver(event(editBody({ ...edit, before: 'drop', body: 'drop, please' }, 3_600)));
    expect(await asking.questions()).toEqual(['Q1 answered: keep by ada', 'Q2 answered: drop by ada']);
  });

  it('answer the one that was, while that waits as well', async () => {
    asking.outage(3_600_000);
    await ask();
    await asking.deliver(event(commentBody('drop', 60, {}, 5_000)));
    expect(await asking.questions()).toEqual(['Q1 answered: drop by ada', 'Q2 open']);
  });
});
