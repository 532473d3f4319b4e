import { guessableWarning } from '../../config/secrets.ts';
import { passingProblem } from '../../http/problem.ts';
import { errorMessage } from '../../text/error_message.ts';
import { composeService, type Service } from '../service/compose_service.ts';
import { jsonLog } from '../service/json_log.ts';
import { partsOf } from '../service/parts_of.ts';
import { readServingEnvironment } from '../service/read_environment.ts';

/** Answers one request, as `fetch` would be answered. */
export type FetchHandler = (request: Request) => Promise<Response>;

/** Where the handler runs. */
export type FetchHandlerOptions = {
  /** The variables of `planwright serve`; default: those of the process. */
  readonly variables?: Readonly<Record<string, string | undefined>>;
  /** Folder from which relative paths count; default: that of the process. */
  readonly cwd?: string;
  /** Where its log goes, a JSON object a line; default: stderr. */
  readonly writeLog?: (line: string) => unknown;
  readonly version: string;
};

/**
 * The whole service as a function from request to answer, for platforms that start a process per request. It keeps no
 * timers: what depends on time is done by whoever calls `POST /api/tick`, and so is what webhooks bring. The service is
 * made at the first request; where that fails, the next request tries again. Until then trouble that passes (a database that
 * does not answer) is answered with 503; where the environment is not right, or the database not of this program, the promise
 * is rejected with what to do.
 */
export function createFetchHandler(options: FetchHandlerOptions): FetchHandler {
  let made: Promise<Service> | undefined;
  return async (request) => {
    made ??= compose(options).catch((error: unknown) => {
      made = undefined;
      throw error;
    });
    let service: Service;
    try {
      service = await made;
    } catch (error) {
      const answer = passingProblem(error);
      if (answer === null) throw error;
      return answer;
    }
    return await service.app.fetch(request);
  };
}

async function compose({
  variables = process.env,
  cwd = process.cwd(),
  writeLog = (line) => process.stderr.write(line),
  version,
}: FetchHandlerOptions): Promise<Service> {
  const serving = await readServingEnvironment({ variables, cwd });
  const log = jsonLog(writeLog, serving.environment.logLevel);
  if (serving.guessable !== undefined) log('warn', guessableWarning(serving.guessable));
  try {
    return await composeService(partsOf(serving, version, log));
  } catch (error) {
    const why = errorMessage(error);
    log('error', 'The service could not be made; the next request tries again.', { error: why });
    throw error;
  }
}
