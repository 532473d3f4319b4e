import { setTimeout as pause } from 'node:timers/promises';

/** Calls `POST /api/tick` one time after another, as a scheduler does, with a pause between. Returns what ends it. */
export function keepTicking(address: string, secret: string, pauseMs = 100): () => Promise<void> {
  const stopping = new AbortController();
  const ticking = (async () => {
    while (!stopping.signal.aborted) {
      const headers = { authorization: `Bearer ${secret}` };
      const answer = await fetch(`${address}/api/tick`, { method: 'POST', headers });
      await answer.text();
      await pause(pauseMs);
    }
  })();
  return async () => {
    stopping.abort();
    await ticking;
  };
}
