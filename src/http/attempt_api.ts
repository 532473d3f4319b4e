import { Hono } from 'hono';
import { type ConversationResponse, LogQuery, type LogResponse } from '../protocol/operator.ts';
import type { ServiceDependencies } from '../service/dependencies.ts';
import { readConversation } from '../service/views/read_conversation.ts';
import { readLog } from '../service/views/read_log.ts';
import { validated } from './validated.ts';

/** `/api/v1/attempts`: what attempts told while they ran, by offsets. */
export function attemptApi(deps: ServiceDependencies) {
  return new Hono()
    .get('/:attempt/log', validated('query', LogQuery), async (context) =>
      context.json<LogResponse>(await readLog(deps, context.req.param('attempt'), context.req.valid('query').from)),
    )
    .get('/:attempt/conversation', validated('query', LogQuery), async (context) => {
      const { from } = context.req.valid('query');
      return context.json<ConversationResponse>(await readConversation(deps, context.req.param('attempt'), from));
    });
}
