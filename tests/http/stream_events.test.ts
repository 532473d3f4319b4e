import { Hono } from 'hono';
import { expect, it } from 'vitest';
import { streamEvents } from '../../src/http/stream_events.ts';

it('follows events no longer than somebody reads them', async () => {
  const ended = Promise.withResolvers<void>();
  async function* follow(gone: AbortSignal) {
    yield null;
    if (!gone.aborted) await new Promise<void>((resolve) => gone.addEventListener('abort', () => resolve()));
    ended.resolve();
  }
  const app = new Hono().get('/', (context) => streamEvents(context, follow));
  const reader = (await app.request('/')).body?.getReader();
  expect(new TextDecoder().decode((await reader?.read())?.value)).toContain('event: still');
  await reader?.cancel();
  await ended.promise;
});
