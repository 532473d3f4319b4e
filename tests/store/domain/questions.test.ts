import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Change } from '../../../src/core/changes.ts';
import type { QuestionRecord } from '../../../src/core/question/question_record.ts';
import type { TaskRecord } from '../../../src/core/records.ts';
import { ORCHESTRATOR } from '../../../src/protocol/questions.ts';
import { describeEachStore } from './each_store.ts';
import { aGraph, aTask, START } from './records.ts';

function aQuestion(task: TaskRecord, over: Partial<QuestionRecord> = {}): Omit<QuestionRecord, 'n'> {
  const { n: _, ...question } = {
    id: randomUUID(),
    run: task.run,
    n: 0,
    task: task.id,
    attempt: 1,
    source: 'agent' as const,
    text: 'Keep it?',
    options: ['keep', 'drop'],
    onlyOptions: true,
    defaultAnswer: null,
    details: null,
    deadlineAt: null,
    state: 'open' as const,
    askedAt: START,
    answer: null,
    answeredBy: null,
    settledAt: null,
    answering: null,
    passedOn: null,
    overruled: null,
    remindedAt: null,
    sameness: null,
    ...over,
  };
  return question;
}

const ask = (question: Omit<QuestionRecord, 'n'>): Change => ({ kind: 'insert_question', question });
const settle = (question: { readonly id: string }): Change => ({
  kind: 'settle_question',
  question: question.id,
  to: 'answered',
  answer: 'keep',
  by: 'ada',
  at: START,
});
const fails = (guard: string) => expect.objectContaining({ name: 'ConflictError', guard });

describeEachStore('questions', (open) => {
  const world = async () => {
    const store = await open();
    const graph = aGraph({ a: {}, b: {} });
    await store.change(...graph.changes);
    return { store, ...graph, question: (id: string) => store.read.questionById(id) };
  };

  it('are numbered by their run, also those asked at the same moment, and told in its events', async () => {
    const { store, run, tasks } = await world();
    const other = aGraph({ a: {} });
    await store.change(...other.changes);
    const questions = [
      aQuestion(tasks.a),
      aQuestion(tasks.b, { defaultAnswer: 'drop', deadlineAt: 7 }),
      aQuestion(tasks.a),
    ];
    await Promise.all([...questions, aQuestion(other.tasks.a)].map((question) => store.change(ask(question))));
    const stored = await Promise.all(questions.map(({ id }) => store.read.questionById(id)));
    expect(stored.map((row) => row?.n)).toEqual([1, 2, 3]);
    expect(stored[0]).toEqual({ ...questions[0], n: 1 });
    expect(await store.read.questionsByNumber(other.run.id, 1)).toMatchObject([{ run: other.run.id }]);
    expect((await store.read.questionsOf(tasks.a.id)).map(({ n }) => n)).toEqual([1, 3]);
    const events = await store.view.events(run.id, 0, 10);
    expect(events.map(({ seq, task, attempt, kind, data }) => [seq, task, attempt, kind, data])).toEqual(
      ['a', 'b', 'a'].map((task, index) => [
        index + 1,
        task,
        1,
        'question_asked',
        {
          ...{ n: index + 1, text: 'Keep it?', options: ['keep', 'drop'] },
          ...(task === 'b' ? { default: 'drop', deadlineAt: 7 } : { default: null, deadlineAt: null }),
        },
      ]),
    );
  });

  it('are asked once under an id', async () => {
    const { store, tasks } = await world();
    const question = aQuestion(tasks.a);
    await store.change(ask(question));
    await expect(store.change(ask(question))).rejects.toThrow(fails('question_new'));
  });

  it('are settled once', async () => {
    const { store, tasks, question } = await world();
    const asked = aQuestion(tasks.a);
    await store.change(ask(asked));
    await store.change(settle(asked));
    expect(await question(asked.id)).toMatchObject({ state: 'answered', answer: 'keep', answeredBy: 'ada' });
    await expect(store.change(settle(asked))).rejects.toThrow(fails('question_open'));
    await store.change({ kind: 'withdraw_questions', task: tasks.a.id, because: 'x' });
    expect(await question(asked.id)).toMatchObject({ state: 'answered' });
  });

  it('are reminded of once, while they are open: of two replicas one tells people', async () => {
    const { store, tasks, question } = await world();
    const [asked, settled] = [aQuestion(tasks.a, { deadlineAt: START }), aQuestion(tasks.b, { deadlineAt: START })];
    await store.change(ask(asked), ask(settled), settle(settled));
    const remind = ({ id }: { readonly id: string }, at: number): Change => ({
      kind: 'note_reminder',
      question: id,
      at,
    });
    const both = await Promise.allSettled([1, 2].map((after) => store.change(remind(asked, START + after))));
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(await question(asked.id)).toMatchObject({ state: 'open', remindedAt: expect.any(Number) });
    await expect(store.change(remind(asked, START + 9))).rejects.toThrow(fails('question_not_reminded'));
    await expect(store.change(remind(settled, START + 9))).rejects.toThrow(fails('question_not_reminded'));
    expect(await question(settled.id)).toMatchObject({ remindedAt: null });
  });

  it('have their answer changed only once they are answered, and while it is what whoever changes it has seen', async () => {
    const { store, tasks, question } = await world();
    const asked = aQuestion(tasks.a);
    await store.change(ask(asked));
    const seen = { kind: 'change_answer', question: asked.id, before: 'keep' } as const;
    const change = { ...seen, answer: 'drop', by: 'bob', at: START + 9 };
    await expect(store.change(change)).rejects.toThrow(fails('question_answered'));
    await store.change(settle(asked));
    await store.change(change);
    await expect(store.change({ ...change, by: 'eve' })).rejects.toThrow(fails('question_answered'));
    const changed = { state: 'answered', answer: 'drop', answeredBy: 'bob', settledAt: START + 9 };
    expect(await question(asked.id)).toMatchObject(changed);
    expect(await store.read.questionsOfRun(asked.run)).toMatchObject([changed]);
  });

  it('of a task were answered so, and nothing else was: an answer, or a default, that came since or is another by now is seen', async () => {
    const { store, tasks } = await world();
    const [first, second] = [aQuestion(tasks.a), aQuestion(tasks.a, { text: 'Drop it?' })];
    const require = (...answers: readonly { readonly n: number; readonly answer: string }[]) =>
      store.change({ kind: 'require_answers', task: tasks.a.id, answers });
    const ofOther = aQuestion(tasks.b);
    await store.change(ask(first), ask(second), ask(ofOther));
    await require();
    await store.change(settle(first));
    await require({ n: 1, answer: 'keep' });
    await expect(require()).rejects.toThrow(fails('answers_stand'));
    await expect(require({ n: 1, answer: 'drop' })).rejects.toThrow(fails('answers_stand'));
    await expect(require({ n: 2, answer: 'keep' })).rejects.toThrow(fails('answers_stand'));
    await store.change(settle(ofOther));
    await require({ n: 1, answer: 'keep' });
    await store.change({ ...settle(second), to: 'expired', answer: 'drop', by: null } as Change);
    await expect(require({ n: 1, answer: 'keep' })).rejects.toThrow(fails('answers_stand'));
    await require({ n: 1, answer: 'keep' }, { n: 2, answer: 'drop' });
  });

  it('are asked in other words while they are open', async () => {
    const { store, tasks, question } = await world();
    const asked = aQuestion(tasks.a);
    await store.change(ask(asked));
    const changed = { text: 'Keep both?', options: ['both', 'none'] };
    const change = { kind: 'reword_question', run: asked.run, question: asked.id, ...changed } as const;
    await store.change(change);
    expect(await question(asked.id)).toMatchObject({ ...changed, state: 'open' });
    await store.change(settle(asked));
    await expect(store.change(change)).rejects.toThrow(fails('question_open'));
  });

  it('are passed on once, by the hidden task that has them, and then held no more', async () => {
    const { store, tasks, question } = await world();
    const asked = aQuestion(tasks.a, { answering: 'hidden' });
    await store.change(ask(asked));
    expect(await store.read.questionOfHidden('hidden')).toMatchObject({ id: asked.id, n: 1 });
    const because = 'Only the owner knows.';
    const pass = (answering: string): Change => ({ kind: 'pass_question_on', question: asked.id, answering, because });
    await expect(store.change(pass('another'))).rejects.toThrow(fails('question_held'));
    await store.change(pass('hidden'));
    expect(await question(asked.id)).toMatchObject({ state: 'open', answering: null, passedOn: because });
    expect(await store.read.questionOfHidden('hidden')).toBeNull();
    await expect(store.change(pass('hidden'))).rejects.toThrow(fails('question_held'));
  });

  it('are overruled where the orchestrator answered, once', async () => {
    const { store, tasks, question } = await world();
    const [first, second] = [aQuestion(tasks.a, { answering: 'one' }), aQuestion(tasks.a, { answering: 'two' })];
    const byOrchestrator = (of: { readonly id: string }) => ({ ...settle(of), by: ORCHESTRATOR }) as Change;
    const overrule = (of: { readonly id: string }, answer: string): Change => {
      return { kind: 'overrule_answer', question: of.id, answer, by: 'ada', at: START + 1 };
    };
    await store.change(ask(first), ask(second));
    await expect(store.change(overrule(first, 'drop'))).rejects.toThrow(fails('question_of_orchestrator'));
    await store.change(byOrchestrator(first), byOrchestrator(second));
    await store.change(overrule(first, 'drop'), overrule(second, 'keep'));
    const overruled = { state: 'answered', answer: 'drop', answeredBy: 'ada', overruled: 'keep', settledAt: START + 1 };
    expect(await question(first.id)).toMatchObject(overruled);
    expect(await question(second.id)).toMatchObject({ answer: 'keep', answeredBy: 'ada', overruled: null });
    await expect(store.change(overrule(first, 'keep'))).rejects.toThrow(fails('question_of_orchestrator'));
  });

  it('let the hidden tasks be due that have them too long, or whose question is settled', async () => {
    const { store, run, tasks } = await world();
    const names = ['waits', 'late', 'working', 'ended', 'idle', 'told'] as const;
    const over = {
      waits: { state: 'ready', dueAt: START + 10 },
      late: { state: 'ready', dueAt: START },
      working: { state: 'running', dueAt: START },
      ended: { state: 'failed' },
      idle: { state: 'running' },
      told: { state: 'running', cancel: 'graceful' },
    } as const;
    for (const id of names) {
      const task = aTask(run.id, `_answer-${id}`, { id, kind: 'answering', ...over[id] });
      await store.change({ kind: 'insert_hidden_task', task });
    }
    const held = ['waits', 'late', 'working', 'ended'] as const;
    for (const answering of held) await store.change(ask(aQuestion(tasks.a, { answering })));
    expect((await store.due.answeringDue(START, 10)).toSorted()).toEqual(['ended', 'idle', 'late']);
    expect(await store.due.answeringDue(START + 10, 10)).toContain('waits');
  });

  it('are withdrawn with their task alone, all of them, with an event each', async () => {
    const { store, run, tasks, question } = await world();
    const [first, second, kept] = [aQuestion(tasks.a), aQuestion(tasks.a), aQuestion(tasks.b)];
    await store.change(ask(first), ask(second), ask(kept));
    store.clock.time = START + 5;
    await store.change({ kind: 'withdraw_questions', task: tasks.a.id, because: 'It was canceled.' });
    await store.change({ kind: 'withdraw_questions', task: tasks.a.id, because: 'Twice.' });
    expect(await question(first.id)).toMatchObject({ state: 'withdrawn', settledAt: START + 5, answer: null });
    expect(await question(second.id)).toMatchObject({ state: 'withdrawn' });
    expect(await question(kept.id)).toMatchObject({ state: 'open' });
    const events = await store.view.events(run.id, 3, 10);
    expect(events.map(({ seq, kind, data }) => [seq, kind, data])).toEqual([
      [4, 'question_withdrawn', { n: 1, because: 'It was canceled.' }],
      [5, 'question_withdrawn', { n: 2, because: 'It was canceled.' }],
    ]);
  });

  it('let what relies on them land only as they stand, seen with what the same command does', async () => {
    const { store, tasks } = await world();
    const [first, second] = [aQuestion(tasks.a), aQuestion(tasks.a)];
    const some = { kind: 'require_questions', task: tasks.a.id, open: 'some' } as const;
    const none = { kind: 'require_questions', task: tasks.a.id, open: 'none' } as const;
    await store.change(none, ask(first), ask(second), some);
    await expect(store.change(settle(first), none)).rejects.toThrow(fails('questions_stand'));
    await store.change(settle(first), some);
    await expect(store.change(settle(second), some)).rejects.toThrow(fails('questions_stand'));
    await store.change(settle(second), none);
  });

  it('are due when their deadline is over and they have a default', async () => {
    const { store, tasks } = await world();
    const due = aQuestion(tasks.a, { deadlineAt: START + 10, defaultAnswer: 'drop' });
    const settled = aQuestion(tasks.a, { deadlineAt: START, defaultAnswer: 'drop' });
    await store.change(ask(due), ask(settled), settle(settled));
    await store.change(ask(aQuestion(tasks.a, { deadlineAt: START })), ask(aQuestion(tasks.a, { defaultAnswer: 'x' })));
    expect(await store.due.questionsDue(START + 9, 10)).toEqual([]);
    expect(await store.due.questionsDue(START + 10, 10)).toEqual([due.id]);
  });

  it('that were answered go to the next attempt; open ones are seen with their task', async () => {
    const { store, run, tasks } = await world();
    const [answered, open] = [aQuestion(tasks.a, { details: 'a diff' }), aQuestion(tasks.a)];
    await store.change(ask(answered), ask(open), settle(answered));
    const [details, other] = await store.read.leaseDetails([tasks.a.id, tasks.b.id]);
    expect(details?.answers).toEqual([
      {
        n: 1,
        attempt: 1,
        source: 'agent',
        text: 'Keep it?',
        options: ['keep', 'drop'],
        details: 'a diff',
        answer: 'keep',
        by: 'ada',
      },
    ]);
    expect(other?.answers).toEqual([]);
    const [a, b] = await store.view.tasks(run.id, START);
    expect(a?.questions).toMatchObject([{ n: 2, task: 'a', state: 'open', onlyOptions: true, default: null }]);
    expect(b?.questions).toEqual([]);
  });

  it('about the whole run stand with it, without task and attempt, until it ends', async () => {
    const { store, run, tasks, question } = await world();
    const [ofRun, ofTask] = [aQuestion(tasks.a, { task: null, attempt: null }), aQuestion(tasks.a, { attempt: null })];
    const other = aGraph({ a: {} });
    await store.change(...other.changes, ask(ofRun), ask(ofTask), ask(aQuestion(other.tasks.a, { task: null })));
    expect(await question(ofRun.id)).toEqual({ ...ofRun, n: 1 });
    const view = await store.view.findRun(run.id);
    expect(view?.questions).toMatchObject([{ n: 1, task: null, attempt: null, text: 'Keep it?' }]);
    expect(await store.view.question(ofRun.id)).toEqual(view?.questions[0]);
    expect((await store.view.tasks(run.id, START)).map((task) => task.questions.map(({ n }) => n))).toEqual([[2], []]);
    expect((await store.view.openQuestions()).filter((row) => row.run === run.id)).toHaveLength(2);
    await store.change({ kind: 'withdraw_questions_of_run', run: run.id, because: 'It has ended.' });
    expect([await question(ofRun.id), await question(ofTask.id)]).toMatchObject([
      { state: 'withdrawn' },
      { state: 'withdrawn' },
    ]);
    expect((await store.view.findRun(run.id))?.questions).toEqual([]);
    expect((await store.view.findRun(other.run.id))?.questions).toHaveLength(1);
    const told = await store.view.events(run.id, 0, 10);
    expect(told.map(({ task, attempt, kind, data }) => [task, attempt, kind, data.n])).toEqual([
      [null, null, 'question_asked', 1],
      ['a', null, 'question_asked', 2],
      [null, null, 'question_withdrawn', 1],
      ['a', null, 'question_withdrawn', 2],
    ]);
  });

  describe('that are the same', () => {
    const same = (task: TaskRecord, over: Partial<QuestionRecord> = {}) =>
      aQuestion(task, { sameness: 'same', ...over });

    it('share a number while they are open, also asked at the same moment, and are one question each for its task', async () => {
      const { store, run, tasks } = await world();
      const other = aGraph({ a: {} });
      await store.change(...other.changes, ask(same(other.tasks.a)));
      const [ofA, ofB, unlike] = [same(tasks.a), same(tasks.b), aQuestion(tasks.b, { sameness: 'other' })];
      await Promise.all([unlike, ofA, ofB, same(tasks.a)].map((question) => store.change(ask(question))));
      const numbers = await store.read.questionsByNumber(run.id, 2);
      expect(numbers.map(({ task }) => task).toSorted()).toEqual([tasks.a.id, tasks.b.id].toSorted());
      expect((await store.read.questionsOf(tasks.a.id)).map(({ n }) => n)).toEqual([2, 3]);
      expect((await store.read.questionsOf(tasks.b.id)).map(({ n }) => n)).toEqual([1, 2]);
      const events = await store.view.events(run.id, 0, 10);
      expect(events.map(({ task, data }) => [task, data.n])).toEqual([
        ['b', 1],
        ['a', 2],
        ['b', 2],
        ['a', 3],
      ]);
    });

    it('are left to the other when one is withdrawn, which may ask again', async () => {
      const { store, tasks } = await world();
      const [ofA, ofB] = [same(tasks.a), same(tasks.b)];
      await store.change(ask(ofA), ask(ofB));
      await store.change({ kind: 'withdraw_questions', task: tasks.a.id, because: 'Lost.' });
      expect((await store.read.questionsByNumber(ofB.run, 1)).map(({ id }) => id)).toEqual([ofB.id, ofA.id]);
      await store.change(ask(same(tasks.a)));
      const states = (await store.read.questionsOf(tasks.a.id)).map(({ n, state }) => [n, state]);
      expect(states).toEqual(
        expect.arrayContaining([
          [1, 'withdrawn'],
          [1, 'open'],
        ]),
      );
    });

    it('get a number of their own once the others are settled', async () => {
      const { store, run, tasks } = await world();
      const [ofA, ofB, later] = [same(tasks.a), same(tasks.b), same(tasks.a)];
      const settled = { kind: 'require_settled', run: run.id, n: 1 } as const;
      await store.change(ask(ofA), ask(ofB));
      await expect(store.change(settle(ofA), settled)).rejects.toThrow(fails('question_settled'));
      await store.change(settle(ofA), settle(ofB), settled);
      await store.change(ask(later));
      expect(await store.read.questionById(later.id)).toMatchObject({ n: 2 });
    });
  });
});
