import { v7 } from 'uuid';
import type { Outcome } from '../../src/protocol/outcome.ts';
import type { AskedQuestion } from '../../src/protocol/questions.ts';
import { event, type IncomingDesk, issueBody, startIncomingDesk } from './incoming_desk.ts';
import { success, type TestRunner } from './test_service.ts';

const PLAN = '## Tasks\n- [ ] schema: Migrate\n- [ ] docs: Document it\n- [ ] last: Announce (after schema, docs)\n';
export const ASKED: AskedQuestion = {
  source: 'agent',
  text: 'Keep the column legacy_id?',
  options: ['keep', 'drop'],
  onlyOptions: false,
};

const { commit: _, ...facts } = success() as Extract<Outcome, { kind: 'succeeded' }>;
/** How an attempt ends that asked and is not answered. */
export const BLOCKED: Outcome = { ...facts, kind: 'blocked', message: 'It asks.', commit: 'd'.repeat(40) };

/** A desk with a run of issue 40 whose tasks `schema` and `docs` are at work. */
export async function startAskingDesk(of: Parameters<typeof startIncomingDesk>[0] = {}) {
  const desk = await startIncomingDesk(of);
  await desk.deliver(event(issueBody('labeled', 0, { body: PLAN })));
  await desk.settle();
  const runner = desk.runner();
  await runner.register();
  const attempts = new Map((await leased(runner)).map(({ task, attempt }) => [task.key, attempt]));
  return {
    ...desk,
    runnerAtWork: runner,
    /** An attempt of a task asks, and ends to wait unless told otherwise. */
    ask: async (task: 'schema' | 'docs', asked: Partial<AskedQuestion> = {}, isBlocked = true) => {
      const attempt = attempts.get(task) ?? '';
      await runner.call('ask', {
        runner: runner.runner,
        attempt,
        question: v7(),
        asked: { ...ASKED, ...asked },
        waitMs: 0,
      });
      if (isBlocked) await runner.finish(attempt, BLOCKED);
      await markAsked(desk);
    },
    /** What asks and was answered: `Q1 answered: keep by ada`. */
    questions: async () => {
      const rows = await desk.rows('SELECT n, state, answer, answered_by FROM questions ORDER BY n, task');
      return rows.map(({ n, state, answer, answered_by: by }) =>
        answer === null ? `Q${n} ${state}` : `Q${n} ${state}: ${answer} by ${by}`,
      );
    },
    /** The reactions and replies to a comment, by its id. */
    answersTo: async (comment: number) => {
      const own = (await desk.effects()).filter((effect) => effect.comment === comment || effect.to === comment);
      return own.map((effect) => (effect.kind === 'react' ? effect.content : effect.text));
    },
    /** Whatever is ready goes on. */
    goOn: () => leased(runner),
  };
}

export type AskingDesk = Awaited<ReturnType<typeof startAskingDesk>> & IncomingDesk;

/** As if the comments of all questions stood there by now. */
export async function markAsked(desk: IncomingDesk): Promise<void> {
  const subject = (await desk.run())?.id ?? '';
  const { read } = desk.deps.store;
  const [questions, shown] = await Promise.all([read.questionsOfRun(subject), read.shown(subject)]);
  for (const what of new Set(questions.map(({ n }) => `asked:${n}` as const))) {
    if (shown.some((each) => each.what === what)) continue;
    const digest = String(desk.deps.clock.now());
    await desk.change({ kind: 'remember_shown', shown: { subject, what, number: null, digest } });
  }
}

async function leased(runner: TestRunner) {
  const requests = await runner.lease();
  for (const { attempt } of requests) await runner.start(attempt);
  return requests;
}
