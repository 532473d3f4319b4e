import { composeService } from '../../src/cli/service/compose_service.ts';
import { type Client, createClient } from '../../src/http/client.ts';

/** A service of the test's own on the same database that only shows: looking starts nothing, moves nothing and never fails. */
export async function clientToLook(
  databaseUrl: string,
): Promise<{ readonly client: Client; readonly close: () => Promise<void> }> {
  const token = 'of-who-looks';
  const service = await composeService({
    databaseUrl,
    knobs: { leaseMs: 60_000, tickIntervalMs: 0, cancelGraceMs: 1_000 },
    tokens: { runner: [], operator: [token], tick: [] },
    version: '0.0.0',
    log: () => undefined,
  });
  const client = createClient('http://service', token, (input, init) => service.app.request(input, init));
  return { client, close: () => service.close() };
}
