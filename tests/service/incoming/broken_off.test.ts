import { describe, expect, it } from 'vitest';
import type { RunState } from '../../../src/core/run/run_state.ts';
import { retryTask } from '../../../src/service/commands/retry_task.ts';
import { startAskingDesk } from '../../support/asking_desk.ts';
import { endingsOf } from '../../support/broken_off.ts';
import {
  AT,
  editBody,
  event,
  type IncomingDesk,
  issue,
  issueBody,
  pressBody,
  startIncomingDesk,
} from '../../support/incoming_desk.ts';

/** A desk where Q1 of `schema` is open, and what may be spent is limited. */
async function asking() {
  const desk = await startAskingDesk();
  await desk.say('/planwright budget $10', 0);
  await desk.ask('schema');
  return desk;
}

/** The reactions to the comment of second 2, what may be spent, and what was answered. */
const standing = async (desk: Awaited<ReturnType<typeof asking>>) => ({
  answers: await desk.answersTo(1_002),
  budget: (await desk.run())?.budgetMicros,
  questions: await desk.questions(),
});

describe('a comment whose processing breaks off, wherever it does, is carried out once', () => {
  it('also where something is asked meanwhile that it would answer', async () => {
    const endings = await endingsOf({
      start: async () => {
        const desk = await asking();
        await desk.say('Q1 keep', 1);
        return desk;
      },
      tell: (desk) => desk.say('Q2: keep\n\n/planwright budget +$5', 2),
      meanwhile: (desk) => desk.ask('docs'),
      ending: standing,
    });
    expect(endings.map(({ budget }) => budget)).toEqual([15_000_000, 15_000_000, 15_000_000]);
    // It was begun before Q2 was there.
    expect(endings[1]?.questions).toEqual(['Q1 answered: keep by ada', 'Q2 open']);
    expect(endings[1]?.answers).toEqual(['+1']);
  });

  it('also where nothing is asked any more when it goes on', async () => {
    const endings = await endingsOf({
      start: asking,
      tell: (desk) => desk.say('Q7: keep\n\n/planwright answer Q1 keep\n/planwright budget +$5', 2),
      ending: standing,
    });
    expect(endings.length).toBeGreaterThan(3);
    for (const ending of endings) {
      expect(ending).toEqual({
        answers: ['eyes', '+1', expect.stringContaining('no question or task `Q7`')],
        budget: 15_000_000,
        questions: ['Q1 answered: keep by ada'],
      });
    }
  });

  it('also where an option is said without its question, and another that has it is asked meanwhile', async () => {
    const endings = await endingsOf({
      start: asking,
      tell: (desk) => desk.say('keep', 2),
      meanwhile: async (desk) => {
        if (!(await desk.questions()).includes('Q1 open')) await desk.ask('docs', { text: 'Which name?' });
      },
      ending: standing,
    });
    for (const { answers, questions } of endings) {
      expect(answers).toEqual(['+1']);
      expect(questions[0]).toBe('Q1 answered: keep by ada');
      expect(['Q2 open', undefined]).toContain(questions[1]);
    }
  });

  it.each([
    ['the first of it', [{ kind: 'taken' }], 10_000_000, ['+1']],
    [
      'all of it',
      [{ kind: 'taken' }, { kind: 'told', reply: 'Said before.' }],
      10_000_000,
      ['+1', 'eyes', 'Said before.'],
    ],
  ])('also where an earlier version had carried out %s', async (_, before, budget, answers) => {
    const desk = await asking();
    const subject = 'comment:77:1002';
    const shown = { subject, what: 'commands', number: null, digest: JSON.stringify(before) } as const;
    await desk.change({ kind: 'remember_shown', shown });
    await desk.say('/planwright budget +$5\n/planwright status', 2);
    expect(await standing(desk)).toMatchObject({ answers, budget });
    await desk.stop();
  });
});

/** A desk whose run has ended with three failed tasks, and one that waited for the last of them. */
async function failed(state: RunState = 'failed') {
  const desk = await startIncomingDesk();
  await desk.deliver(
    event(issueBody('labeled', 0, { body: '## Tasks\n- [ ] a: A\n- [ ] b: B\n- [ ] c: C\n- [ ] d: D (after c)\n' })),
  );
  await desk.settle();
  await desk.overwrite("UPDATE tasks SET state = iif(key = 'd', 'canceled', 'failed'), ended_at = 1");
  await desk.overwrite(`UPDATE runs SET state = '${state}', ended_at = 1, open_tasks = 0, final_pull = 60`);
  return desk;
}

const states = async (desk: IncomingDesk) =>
  (await desk.rows('SELECT key, state FROM tasks ORDER BY position')).map(({ key, state }) => `${key} ${state}`);

describe('a retry of all that failed, broken off wherever it may', () => {
  const ending = async (desk: IncomingDesk) => ({
    tasks: await states(desk),
    retried: (await desk.events()).filter((kind) => kind === 'retry_requested').length,
    reactions: (await desk.effects()).flatMap(({ kind, content }) => (kind === 'react' ? [content] : [])),
    notices: (await desk.events()).filter((kind) => kind === 'noticed').length,
  });
  const all = { tasks: ['a ready', 'b ready', 'c ready', 'd pending'], retried: 3, notices: 0 };

  it('by a comment forgets none', async () => {
    const endings = await endingsOf({ start: failed, tell: (desk) => desk.say('/planwright retry', 5), ending });
    expect(endings).toEqual(Array(5).fill({ ...all, reactions: ['+1'] }));
  });

  it('by its button forgets none', async () => {
    const press = (desk: IncomingDesk) => desk.deliver(event(pressBody('retry', 'planwright', [60])));
    const endings = await endingsOf({ start: failed, tell: press, ending });
    expect(endings).toEqual(Array(4).fill({ ...all, reactions: [] }));
  });
});

describe('a retry of all that failed', () => {
  it('is answered also where the last of it came back otherwise meanwhile', async () => {
    const desk = await failed();
    const { store } = desk.deps;
    const { command } = store;
    const left = ['b', 'c'];
    const beside: typeof command = async (name, decide) => {
      const key = name === 'retry_task' && (await desk.task('a'))?.state === 'ready' ? left.shift() : undefined;
      const task = key === undefined ? null : await desk.task(key);
      if (task !== null) await retryTask({ ...desk.deps, store: { ...store, command } }, task.id, { by: 'bob' });
      return command(name, decide);
    };
    Object.assign(store, { command: beside });
    await desk.say('/planwright retry', 5);
    expect(left).toEqual([]);
    expect((await desk.notes()).at(-1)).toBe('done: It was answered: taken.');
    expect(await desk.replies()).toEqual([]);
    await desk.stop();
  });
});

describe('an issue that is a task of two plans that run', () => {
  const PLAN = '## Tasks\n- [ ] #12\n- [ ] a: A (after #12)\n';
  const there = (desk: IncomingDesk, body: string) => {
    desk.world.issues.set(12, { number: 12, isPull: false, title: 'Issue 12', body, standing: 'open' });
  };
  const start = async () => {
    const desk = await startIncomingDesk();
    there(desk, 'Do 12.');
    for (const number of [40, 41]) {
      await desk.deliver(event(issueBody('labeled', 0, { number, body: PLAN })));
      await desk.settle();
    }
    return desk;
  };
  const edit = async (desk: IncomingDesk) => {
    there(desk, 'Do more.');
    const edited = issue({ number: 12, labels: [], title: 'Issue 12', body: 'Do more.', updatedAt: AT + 5_000 });
    await desk.deliver(event({ kind: 'issue', action: 'edited', label: null, issue: edited }));
  };
  const ending = async (desk: IncomingDesk) => ({
    edits: (await desk.events()).filter((kind) => kind === 'plan_edited').length,
    follow: (await desk.rows("SELECT 1 FROM tasks WHERE json_extract(spec, '$.instructions') = 'Do more.'")).length,
    remembered: (await desk.rows("SELECT 1 FROM shown WHERE what = 'event'")).length,
  });

  it.each([
    ['nothing', async () => {}],
    ['somebody who may not command edits it', async (desk: IncomingDesk) => there(desk, 'Do less.')],
  ])('reaches both where it is edited, wherever that breaks off, and %s happens meanwhile', async (_, meanwhile) => {
    const endings = await endingsOf({ start, tell: edit, meanwhile, ending });
    expect(endings).toEqual(Array(4).fill({ edits: 2, follow: 2, remembered: 1 }));
  });

  it('is remembered as edited also where the last of them ends meanwhile', async () => {
    const desk = await start();
    const { command } = desk.deps.store;
    let edits = 0;
    const beside: typeof command = async (name, decide) => {
      if (name === 'edit_plan') edits += 1;
      if (edits === 2) await desk.overwrite("UPDATE runs SET state = 'canceled'");
      return command(name, decide);
    };
    Object.assign(desk.deps.store, { command: beside });
    await edit(desk);
    expect(await ending(desk)).toEqual({ edits: 1, follow: 1, remembered: 1 });
    await desk.stop();
  });
});

describe('an edited comment that answers two questions', () => {
  it('answers both once, wherever that breaks off', async () => {
    const edited = editBody({ before: 'Hm.', body: 'Q1: keep\nQ2: keep', id: 1_002, author: 'ada' }, 3);
    const endings = await endingsOf({
      start: async () => {
        const desk = await asking();
        await desk.ask('docs', { text: 'Which name?' });
        await desk.say('Hm.', 2);
        return desk;
      },
      tell: (desk) => desk.deliver(event(edited)),
      ending: async (desk) => ({
        ...(await standing(desk)),
        answered: (await desk.events()).filter((kind) => kind === 'question_answered').length,
      }),
    });
    expect(endings.length).toBeGreaterThan(2);
    const questions = ['Q1 answered: keep by ada', 'Q2 answered: keep by ada'];
    for (const each of endings) expect(each).toEqual({ answers: ['+1'], budget: 10_000_000, questions, answered: 2 });
  });
});

describe('issues below that of a plan that are put so that it has mistakes', () => {
  const below = (desk: IncomingDesk, blockers: readonly string[]) => {
    const issues = [1, 2].map((number) => {
      return { number, isPull: false, title: `Issue ${number}`, body: 'Do it.', standing: 'open' } as const;
    });
    const tree = issues.map(({ number }, nth) => ({ number, blockedBy: blockers.slice(nth, nth + 1), children: [] }));
    desk.world.below.set(40, { tree, issues });
  };

  it('are told of once, wherever that breaks off', async () => {
    const endings = await endingsOf({
      start: async () => {
        const desk = await startIncomingDesk();
        below(desk, []);
        await desk.deliver(event(issueBody('labeled', 0, { body: 'Read this first.' })));
        await desk.settle();
        return desk;
      },
      tell: async (desk) => {
        below(desk, ['#2', '#1']);
        await desk.deliver(event({ kind: 'relations', of: 40 }));
      },
      ending: async (desk) => (await desk.events()).filter((kind) => kind === 'plan_edit_refused').length,
    });
    expect(endings).toEqual([1, 1, 1]);
  });
});

describe('whatever else takes more than one commit, broken off wherever it may', () => {
  it.each([
    '/planwright cancel',
    '/planwright cancel schema',
    '/planwright pause\n/planwright resume',
    '/planwright skip last\n/planwright answer Q1 keep\n/planwright approve',
    'Q1: keep\n\n/planwright take docs\n/planwright return docs Go on.',
  ])('comes to the same: %j', async (comment) => {
    const endings = await endingsOf({
      start: asking,
      tell: (desk) => desk.say(comment, 2),
      ending: async (desk) => [
        await desk.run().then((run) => [run?.state, run?.cancel]),
        await states(desk),
        await desk.events(),
        (await standing(desk)).questions,
      ],
    });
    for (const each of endings) expect(each).toEqual(endings.at(-1));
  });
});
