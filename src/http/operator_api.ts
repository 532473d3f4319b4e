import { Hono, type MiddlewareHandler } from 'hono';
import {
  CancelRequest,
  CreateRunRequest,
  type CreateRunResponse,
  EventsQuery,
  type EventsResponse,
  ListRunsQuery,
  type ListRunsResponse,
  RetryRequest,
  type RunResponse,
  type StatusResponse,
  type TaskResponse,
} from '../protocol/operator.ts';
import { cancelRun } from '../service/commands/cancel_run.ts';
import { cancelTask } from '../service/commands/cancel_task.ts';
import { createRun } from '../service/commands/create_run.ts';
import { retryTask } from '../service/commands/retry_task.ts';
import type { ServiceDependencies } from '../service/dependencies.ts';
import { showTasks } from '../service/views/explain_ready.ts';
import { requireRun, requireTask } from '../service/views/find.ts';
import { eventsAfter, followEvents } from '../service/views/read_events.ts';
import { showTask } from '../service/views/show_task.ts';
import { status } from '../service/views/status.ts';
import { attemptApi } from './attempt_api.ts';
import { bodyUpTo } from './body_up_to.ts';
import { deliveryApi } from './delivery_api.ts';
import { promptApi } from './prompt_api.ts';
import { questionApi } from './question_api.ts';
import { runnerTokenApi } from './runner_token_api.ts';
import { streamEvents } from './stream_events.ts';
import { validated } from './validated.ts';

const BODY_LIMIT_BYTES = 16 * 1024 * 1024;

/** `/api/v1`: what the command line and the dashboard use; see `protocol/operator.ts`. */
export function operatorApi(deps: ServiceDependencies, admit: MiddlewareHandler) {
  return new Hono()
    .use(admit, bodyUpTo(BODY_LIMIT_BYTES))
    .route('/runner-tokens', runnerTokenApi(deps))
    .route('/deliveries', deliveryApi(deps))
    .route('/attempts', attemptApi(deps))
    .route('/runs/:run/questions', questionApi(deps))
    .route('/runs/:run/tasks/:task/prompt', promptApi(deps))
    .get('/status', async (context) => context.json<StatusResponse>(await status(deps)))
    .get('/runs', validated('query', ListRunsQuery), async (context) => {
      const { active, name, limit } = context.req.valid('query');
      const query = {
        limit,
        ...(active === undefined ? {} : { active: active === 'true' }),
        ...(name === undefined ? {} : { name }),
      };
      return context.json<ListRunsResponse>({ runs: [...(await deps.store.view.runs(query))] });
    })
    .post('/runs', validated('json', CreateRunRequest), async (context) =>
      context.json<CreateRunResponse>(await createRun(deps, context.req.valid('json'))),
    )
    .get('/runs/:run', async (context) => {
      const run = await requireRun(deps, context.req.param('run'));
      return context.json<RunResponse>({ run, tasks: await showTasks(deps, run) });
    })
    .post('/runs/:run/cancel', validated('json', CancelRequest), async (context) => {
      const run = await requireRun(deps, context.req.param('run'));
      await cancelRun(deps, run.id, { ...context.req.valid('json'), because: 'person' });
      return context.json({ run: await requireRun(deps, run.id) });
    })
    .get('/runs/:run/events', validated('query', EventsQuery), async (context) => {
      const run = await requireRun(deps, context.req.param('run'));
      const { after, limit } = context.req.valid('query');
      return context.json<EventsResponse>(await eventsAfter(deps, run.id, after, limit));
    })
    .get('/runs/:run/events/stream', validated('query', EventsQuery), async (context) => {
      const run = await requireRun(deps, context.req.param('run'));
      const { after } = context.req.valid('query');
      return streamEvents(context, (gone) => followEvents(deps, run.id, after, gone));
    })
    .get('/runs/:run/tasks/:task', async (context) => {
      const run = await requireRun(deps, context.req.param('run'));
      return context.json<TaskResponse>(await showTask(deps, run, context.req.param('task')));
    })
    .post('/runs/:run/tasks/:task/cancel', validated('json', CancelRequest), async (context) => {
      const run = await requireRun(deps, context.req.param('run'));
      const task = await requireTask(deps, run, context.req.param('task'));
      await cancelTask(deps, task.id, context.req.valid('json'));
      return context.json({ run: await requireRun(deps, run.id) });
    })
    .post('/runs/:run/tasks/:task/retry', validated('json', RetryRequest), async (context) => {
      const run = await requireRun(deps, context.req.param('run'));
      const task = await requireTask(deps, run, context.req.param('task'));
      await retryTask(deps, task.id, context.req.valid('json'));
      return context.json({ run: await requireRun(deps, run.id) });
    });
}
