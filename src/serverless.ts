import { packageVersion } from './cli/package_version.ts';
import {
  createFetchHandler as createHandler,
  type FetchHandler,
  type FetchHandlerOptions,
} from './cli/serverless/fetch_handler.ts';

export type { FetchHandler };

const version = await packageVersion(import.meta.filename);

/**
 * The service for platforms that run functions: `export default { fetch: createFetchHandler() }`, with a scheduler that calls
 * `POST /api/tick` every few seconds. Needs a database that all its processes share (`DATABASE_URL` of a libSQL server).
 */
export function createFetchHandler(options: Omit<FetchHandlerOptions, 'version'> = {}): FetchHandler {
  return createHandler({ ...options, version });
}
