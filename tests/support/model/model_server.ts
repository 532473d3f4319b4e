import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text as readText } from 'node:stream/consumers';
import { anthropic } from './anthropic.ts';
import { chat } from './chat.ts';
import { type Conversation, type Reply, type Script, USUAL_USAGE } from './conversation.ts';
import { editsInWords, inWords } from './edits_in_words.ts';
import { gemini } from './gemini.ts';
import { responses } from './responses.ts';
import { toolCall } from './tool_calls.ts';
import type { Spoken, Wire } from './wire.ts';

/** A model on loopback that does what a script says, over the APIs of Anthropic, OpenAI and Google. */
export type ModelServer = {
  /** Its address without a path. */
  readonly url: string;
  /** What it was shown, in order, asides left out. */
  readonly asked: readonly Conversation[];
  /** Of these, how many were not answered to their end, and whose asker still waits for that. */
  readonly held: () => number;
  /** Requests that could not be understood, or that the script had no answer to: always a mistake of the test's. */
  readonly mistakes: readonly string[];
  readonly stop: () => Promise<void>;
};

/**
 * Starts one.
 *
 * @param asides answers requests without tools: asides of the agent's (a title, a choice of model, a conversation made shorter)
 */
export async function startModelServer(
  script: Script,
  asides: Script = () => ({ kind: 'answer', text: 'An aside' }),
): Promise<ModelServer> {
  const asked: Conversation[] = [];
  const held = new Set<ServerResponse>();
  const mistakes: string[] = [];
  let answers = 0;
  const server = createServer((request, response) => {
    answers += 1;
    answer({ request, response, script, asides, asked, held, id: answers }).catch((error: unknown) => {
      mistakes.push(`${request.method} ${request.url}: ${String(error)}`);
      if (!response.headersSent) response.writeHead(500, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ error: { message: `The script: ${String(error)}` } }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    held: () => held.size,
    mistakes,
    stop: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

type Exchange = {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly script: Script;
  readonly asides: Script;
  readonly asked: Conversation[];
  readonly held: Set<ServerResponse>;
  readonly id: number;
};

async function answer({ request, response, script, asides, asked, held, id }: Exchange): Promise<void> {
  const path = request.url ?? '/';
  const wire = wireOf(path);
  if (request.method !== 'POST' || wire === null) {
    response.writeHead(request.method === 'HEAD' ? 200 : 404).end();
    return;
  }
  const body: unknown = JSON.parse(await readText(request));
  const conversation = wire.read(body, path);
  const isInWords = editsInWords(conversation);
  const isAside = conversation.tools.length === 0 && !isInWords;
  if (!isAside) {
    asked.push(conversation);
    held.add(response);
    response.on('close', () => held.delete(response));
  }
  const reply = await (isAside ? asides(conversation) : script(conversation));
  const words = reply.kind === 'status' || reply.kind === 'silence' ? '' : 'text' in reply ? (reply.text ?? '') : '';
  const calls = reply.kind === 'answer' ? (reply.calls ?? []) : [];
  const spoken: Spoken = {
    id,
    model: conversation.model,
    text: [words, ...(isInWords ? calls.map(inWords) : [])].join('\n\n'),
    calls: isInWords ? [] : calls.map((call) => toolCall(call, conversation.tools)),
    usage: (reply.kind === 'answer' ? reply.usage : undefined) ?? USUAL_USAGE,
  };
  send(reply, { wire, spoken, response, streams: wire.streams(body, path) });
}

function send(
  reply: Reply,
  out: { readonly wire: Wire; readonly spoken: Spoken; readonly response: ServerResponse; readonly streams: boolean },
): void {
  const { wire, spoken, response, streams } = out;
  const begin = () => response.writeHead(200, { 'content-type': streams ? 'text/event-stream' : 'application/json' });
  switch (reply.kind) {
    case 'answer':
      begin();
      response.end(streams ? wire.events(spoken).join('') : JSON.stringify(wire.whole(spoken)));
      return;
    case 'status':
      response.writeHead(reply.status, { 'content-type': 'application/json', ...reply.headers });
      response.end(JSON.stringify(wire.error(reply)));
      return;
    case 'silence':
      return;
    case 'stall':
    case 'cut':
      begin();
      response.write(wire.beginning(spoken).join(''), () => {
        if (reply.kind === 'cut') response.destroy();
      });
      return;
    case 'stream_error':
      if (!streams) {
        // Claude asks for the whole at once when a stream has failed.
        send({ kind: 'status', status: 503, message: reply.message }, out);
        return;
      }
      begin();
      response.end(wire.streamError(reply.message).join(''));
      return;
    default:
      reply satisfies never;
  }
}

function wireOf(path: string): Wire | null {
  if (path.includes('/v1/messages') && !path.includes('count_tokens')) return anthropic;
  if (path.endsWith('/responses')) return responses;
  if (path.endsWith('/chat/completions')) return chat;
  return path.includes('enerateContent') ? gemini : null;
}
