import { setTimeout as pause } from 'node:timers/promises';

const PAUSE_MS = 100;

/** Calls `POST /api/tick` one time after another, as a scheduler does. Returns what ends it. */
export function keepTicking(address: string, secret: string): () => Promise<void> {
  const stopping = new AbortController();
  const ticking = (async () => {
    while (!stopping.signal.aborted) {
      const headers = { authorization: `Bearer ${secret}` };
      const answer = await fetch(`${address}/api/tick`, { method: 'POST', headers });
      await answer.text();
      await pause(PAUSE_MS);
    }
  })();
  return async () => {
    stopping.abort();
    await ticking;
  };
}
