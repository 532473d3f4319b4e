import type { z } from 'zod';
import { ErrorBody } from '../../protocol/errors.ts';
import { CliError, EXIT_OF_SERVICE_ERROR } from '../cli_error.ts';
import { EXIT } from '../exit_code.ts';

/** The part of an HTTP answer that is read here. */
type Answer = { readonly ok: boolean; readonly status: number; json(): Promise<unknown> };

/**
 * The body of a successful answer, checked: what answers may be another version, or no Planwright at all.
 * @throws CliError with the service's own code and sentence, or `unreachable`
 */
export async function answerOf<Schema extends z.ZodType>(
  schema: Schema,
  request: Promise<Answer>,
): Promise<z.infer<Schema>> {
  let answer: Answer;
  try {
    answer = await request;
  } catch (error) {
    throw unreachable(error);
  }
  if (!answer.ok) throw await refusalOf(answer);
  const body = schema.safeParse(
    await answer.json().catch((error) => {
      throw unreachable(error);
    }),
  );
  if (body.success) return body.data;
  throw new CliError(
    'protocol_mismatch',
    EXIT.refused,
    'The service answers otherwise than this version understands; install the same version on both sides.',
  );
}

/** The error that the service answered with. */
export async function refusalOf(answer: Answer): Promise<CliError> {
  const body = ErrorBody.safeParse(await answer.json().catch(() => undefined));
  if (!body.success) {
    return new CliError(
      'unreachable',
      EXIT.unreachable,
      `What answers at this address is not Planwright (status ${answer.status}); correct PLANWRIGHT_URL.`,
    );
  }
  const { code, message, details } = body.data.error;
  return new CliError(code, EXIT_OF_SERVICE_ERROR[code], message, details);
}

/** Nothing answered. */
export function unreachable(cause: unknown): CliError {
  if (cause instanceof CliError) return cause;
  const inner = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause;
  const reason = inner instanceof Error ? inner.message || inner.name : String(inner);
  return new CliError(
    'unreachable',
    EXIT.unreachable,
    `The service does not answer (${reason}). Is it running, and is PLANWRIGHT_URL right?`,
  );
}
