import type { Message } from './history.ts';

/** An answer of the model's API. */
export type Answered = { readonly text: string; readonly sent: number; readonly received: number };

/** An error by the name that LiteLLM gives it; `isRetried`: Aider asks again. */
export class ModelError extends Error {
  readonly isRetried: boolean;
  /** What Aider says of it to people, where it has words for it. */
  readonly explanation: string | undefined;
  override readonly name: string;

  constructor(name: string, message: string) {
    super(`litellm.${name}: ${name}: OpenAIException - ${message}`);
    this.name = name;
    this.isRetried = !['AuthenticationError', 'BadRequestError', 'NotFoundError'].includes(name);
    this.explanation = EXPLANATIONS[name];
  }
}

const DOWN = "The API provider's servers are down or overloaded.";
const EXPLANATIONS: Readonly<Record<string, string>> = {
  AuthenticationError: 'The API provider is not able to authenticate you. Check your API key.',
  InternalServerError: DOWN,
  ServiceUnavailableError: DOWN,
  RateLimitError: 'The API provider has rate limited you. Try again later or check your quotas.',
};

const BY_STATUS: Readonly<Record<number, string>> = {
  400: 'BadRequestError',
  401: 'AuthenticationError',
  404: 'NotFoundError',
  429: 'RateLimitError',
  503: 'ServiceUnavailableError',
};

/** Asks an API of chat completions for one whole answer. */
export async function askModel(
  base: string,
  key: string,
  model: string,
  messages: readonly object[],
): Promise<Answered> {
  const response = await fetch(`${base}/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
    body: JSON.stringify({ model, messages }),
  }).catch((error: unknown) => {
    throw new ModelError('InternalServerError', `Connection error. ${String(error)}`);
  });
  const text = await response.text().catch(() => {
    throw new ModelError('APIConnectionError', 'peer closed connection without sending complete message body');
  });
  if (!response.ok) throw new ModelError(nameOf(response.status, text), JSON.parse(text).error.message);
  const { choices, usage } = JSON.parse(text);
  return { text: choices[0].message.content, sent: usage.prompt_tokens, received: usage.completion_tokens };
}

function nameOf(status: number, text: string): string {
  if (status === 400 && /too long|maximum context length/.test(text)) return 'ContextWindowExceededError';
  return BY_STATUS[status] ?? 'InternalServerError';
}

/** The conversation as it is sent: how edits are written stands before it. */
export function conversation(messages: readonly Message[]): readonly object[] {
  const content = 'Describe each change with a *SEARCH/REPLACE block*.';
  return [{ role: 'system', content }, ...messages];
}
