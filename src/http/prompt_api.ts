import { Hono } from 'hono';
import { PromptQuery, type PromptResponse } from '../protocol/operator.ts';
import type { ServiceDependencies } from '../service/dependencies.ts';
import { requireRun } from '../service/views/find.ts';
import { readPrompt } from '../service/views/read_prompt.ts';
import { validated } from './validated.ts';

/** `/api/v1/runs/:run/tasks/:task/prompt`: what the agent of a task is told. */
export function promptApi(deps: ServiceDependencies) {
  return new Hono().get('/', validated('query', PromptQuery), async (context) => {
    const run = await requireRun(deps, context.req.param('run') ?? '');
    const { attempt } = context.req.valid('query');
    return context.json<PromptResponse>(await readPrompt(deps, run, context.req.param('task') ?? '', attempt));
  });
}
