import { MCP_TOOLS, mcpCall } from './mcp_tools.ts';
import type { ToolRequest, ToolResponse } from './tool_messages.ts';

/** Versions of the Model Context Protocol that are spoken, the newest first; they do not differ in what is used here. */
const PROTOCOL_VERSIONS = ['2025-11-25', '2025-06-18', '2025-03-26', '2024-11-05'] as const;

/** Codes of JSON-RPC 2.0. */
const ERROR = { parse: -32_700, invalidRequest: -32_600, methodNotFound: -32_601, invalidParams: -32_602 } as const;

/**
 * Answers one message of an agent's MCP client.
 *
 * Written by hand, since it runs in the sandbox, where nothing is mounted but this folder.
 *
 * @returns the line to send back; undefined where a message wants no answer
 */
export async function answerMcp(
  line: string,
  ask: (request: ToolRequest) => Promise<ToolResponse>,
): Promise<string | undefined> {
  const message = read(line);
  if (message === undefined) return failed(null, ERROR.parse, 'That is no JSON.');
  const { id, method, params } = message;
  if (typeof method !== 'string')
    return id === undefined ? undefined : failed(id, ERROR.invalidRequest, 'There is no method.');
  if (id === undefined) return undefined;
  switch (method) {
    case 'initialize':
      return result(id, {
        protocolVersion: version(params),
        capabilities: { tools: {} },
        serverInfo: { name: 'planwright', version: '1' },
      });
    case 'ping':
      return result(id, {});
    case 'tools/list':
      return result(id, { tools: MCP_TOOLS });
    case 'tools/call':
      return await call(id, params, ask);
    default:
      return failed(id, ERROR.methodNotFound, `${method} is not offered.`);
  }
}

type Members = Readonly<Record<string, unknown>>;
type Id = unknown;

async function call(id: Id, params: Members, ask: (request: ToolRequest) => Promise<ToolResponse>): Promise<string> {
  const wanted = mcpCall(String(params.name), params.arguments);
  if (wanted === undefined) return failed(id, ERROR.invalidParams, `There is no tool ${String(params.name)}.`);
  // What goes wrong in a tool is told to the model, which can mend it; errors of the protocol it does not see.
  if (wanted.kind === 'wrong') return told(id, wanted.message, true);
  const response = await ask(wanted.request);
  switch (response.kind) {
    case 'done':
      return told(id, response.text === '' ? 'done' : response.text, false);
    case 'stop':
      return told(id, response.message, false);
    case 'refused':
      return told(id, response.message, true);
    default:
      return response satisfies never;
  }
}

function told(id: Id, text: string, isError: boolean): string {
  return result(id, { content: [{ type: 'text', text }], isError });
}

function version({ protocolVersion }: Members): string {
  const known = PROTOCOL_VERSIONS.find((one) => one === protocolVersion);
  return known ?? PROTOCOL_VERSIONS[0];
}

function read(line: string): { readonly id?: Id; readonly method?: unknown; readonly params: Members } | undefined {
  try {
    const { id, method, params } = JSON.parse(line) as Members;
    return {
      ...(id === undefined ? {} : { id }),
      ...(method === undefined ? {} : { method }),
      params: typeof params === 'object' && params !== null ? (params as Members) : {},
    };
  } catch {
    return undefined;
  }
}

function result(id: Id, value: object): string {
  return JSON.stringify({ jsonrpc: '2.0', id, result: value });
}

function failed(id: Id, code: number, message: string): string {
  return JSON.stringify({ jsonrpc: '2.0', id, error: { code, message } });
}
