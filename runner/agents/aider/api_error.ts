import type { FailureClass } from '../../../src/protocol/outcome.ts';

/** An error of the model's API as Aider prints it. */
export type ApiError = { readonly class: FailureClass; readonly message: string };

/** The errors of the library by which Aider asks its models (LiteLLM), and what each comes to. */
const BY_NAME: Readonly<Record<string, FailureClass>> = {
  APIConnectionError: 'transient',
  APIError: 'transient',
  APIResponseValidationError: 'transient',
  AuthenticationError: 'auth',
  AzureOpenAIError: 'transient',
  BadRequestError: 'agent_error',
  BudgetExceededError: 'budget',
  ContentPolicyViolationError: 'refused',
  ContextWindowExceededError: 'context_too_long',
  InternalServerError: 'transient',
  InvalidRequestError: 'agent_error',
  JSONSchemaValidationError: 'agent_error',
  NotFoundError: 'agent_error',
  OpenAIError: 'transient',
  PermissionDeniedError: 'auth',
  RateLimitError: 'rate_limit',
  RouterRateLimitError: 'rate_limit',
  ServiceUnavailableError: 'transient',
  Timeout: 'transient',
  UnprocessableEntityError: 'agent_error',
  UnsupportedParamsError: 'agent_error',
};

const ERROR = /^litellm\.(\w+): (.*)$/;
/** It repeats the name before the provider's own words. */
const PREFIX = /^(?:litellm\.\w+: |\w+(?:Error|Exception|Timeout)(?: - |: ))+/;
/** Providers say of an account without money that there are too many requests, or that the request is bad. */
const NO_MONEY = /insufficient_quota|exceeded your current quota|credit balance|billing/i;
const TOO_LONG = /prompt is too long|maximum context length|context (?:window|length)/i;

/** The error that a line tells of; null: none. */
export function readApiError(line: string): ApiError | null {
  const [, name = '', words = ''] = ERROR.exec(line) ?? [];
  const found = BY_NAME[name];
  if (found === undefined) return null;
  const message = words.replace(PREFIX, '').trim() || name;
  const mayBeAbout = found === 'rate_limit' || found === 'agent_error' || found === 'auth';
  if (mayBeAbout && NO_MONEY.test(words)) return { class: 'budget', message };
  if (found === 'agent_error' && TOO_LONG.test(words)) return { class: 'context_too_long', message };
  return { class: found, message };
}
