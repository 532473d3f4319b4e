import { Hono } from 'hono';
import { AnswerRequest, type AnswerResponse } from '../protocol/operator.ts';
import { answerQuestion } from '../service/commands/answer_question.ts';
import type { ServiceDependencies } from '../service/dependencies.ts';
import { requireRun } from '../service/views/find.ts';
import { validated } from './validated.ts';

/** `/api/v1/runs/:run/questions`: what a run asks people. */
export function questionApi(deps: ServiceDependencies) {
  return new Hono().post('/:question/answer', validated('json', AnswerRequest), async (context) => {
    const run = await requireRun(deps, context.req.param('run') ?? '');
    const question = await answerQuestion(deps, run, context.req.param('question'), context.req.valid('json'));
    return context.json<AnswerResponse>({ run: await requireRun(deps, run.id), question });
  });
}
