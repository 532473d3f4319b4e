import { z } from 'zod';

/** What is kept of an attempt's output: the text that people read, or the agent's conversation as JSON lines. */
export const LogStream = z.enum(['output', 'conversation']);
export type LogStream = z.infer<typeof LogStream>;

/** The most of one text that an event of a conversation holds, in UTF-16 code units. */
export const CONVERSATION_TEXT_LIMIT = 65_536;

/** The most paths or options of one event, and the most of each, in UTF-16 code units. */
export const CONVERSATION_LIST_LIMIT = 500;
export const CONVERSATION_ITEM_LIMIT = 1_000;

/** Milliseconds since the attempt began. */
const at = z.number().int().nonnegative();
const Text = z.string();

/**
 * One event of an attempt's conversation, in the same words for every agent: what it was asked, what it said and did, and how
 * that ended. Texts are without the secrets that the runner knows, and shortened where they are very long.
 */
export const ConversationEvent = z.discriminatedUnion('kind', [
  /** What the agent was given to do; the first event. */
  z.object({ at, kind: z.literal('prompt'), text: Text }),
  /** The agent's own id of the conversation. */
  z.object({ at, kind: z.literal('session'), id: Text }),
  /** The model that answers, as the agent names it. */
  z.object({ at, kind: z.literal('model'), name: Text }),
  /** Words of the agent's. */
  z.object({ at, kind: z.literal('message'), text: Text }),
  /** A tool is called that is neither a command nor a change of files. */
  z.object({ at, kind: z.literal('tool'), name: Text, input: Text }),
  z.object({ at, kind: z.literal('command'), command: Text }),
  /** How a tool or command ended; `output` is its end. */
  z.object({ at, kind: z.literal('tool_ended'), isError: z.boolean(), output: Text }),
  z.object({ at, kind: z.literal('file_change'), paths: z.array(Text) }),
  z.object({ at, kind: z.literal('question'), text: Text, options: z.array(Text) }),
  /** What a person, or a default, said to a question, which stands here again: several may be open. `by` says who. */
  z.object({ at, kind: z.literal('answer'), question: Text, text: Text, by: Text }),
  /** What the attempt has used so far; `costUsd` as the agent says, null: it says nothing of money. */
  z.object({
    at,
    kind: z.literal('usage'),
    inputTokens: z.number(),
    cachedTokens: z.number(),
    outputTokens: z.number(),
    costUsd: z.number().nullable(),
  }),
  /** The agent asks its model again after a failure. */
  z.object({ at, kind: z.literal('retry'), attempt: z.number(), reason: Text }),
  z.object({ at, kind: z.literal('warning'), text: Text }),
  /** It was ended from outside. */
  z.object({ at, kind: z.literal('interrupted'), reason: Text }),
  /** How the agent's work ended; the last event. */
  z.object({ at, kind: z.literal('ended'), outcome: z.enum(['done', 'failed']), message: Text }),
  /** So many bytes of events are missing here: there was more than is kept, or than could be sent. */
  z.object({ at, kind: z.literal('cut'), bytes: z.number().int().nonnegative() }),
]);
export type ConversationEvent = z.infer<typeof ConversationEvent>;
