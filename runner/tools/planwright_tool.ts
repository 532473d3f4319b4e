#!/usr/bin/env node
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { answerMcp } from './mcp_session.ts';
import { parseToolArguments, TOOL_USAGE } from './tool_arguments.ts';
import { TOOL_LINE_LIMIT_BYTES, TOOL_SOCKET_VARIABLE, type ToolRequest, type ToolResponse } from './tool_messages.ts';

/** Exit codes of the program; part of the contract with agents. */
const EXIT = { done: 0, refused: 1, wrongUsage: 2, unreachable: 4, stop: 75 } as const;

async function main(argv: readonly string[]): Promise<number> {
  const command = parseToolArguments(argv);
  switch (command.kind) {
    case 'help':
      process.stdout.write(TOOL_USAGE);
      return EXIT.done;
    case 'wrong_usage':
      return complain(command.message, EXIT.wrongUsage);
    case 'request':
      return await print(command.request);
    case 'mcp':
      return await serveMcp();
    default:
      return command satisfies never;
  }
}

async function print(request: ToolRequest): Promise<number> {
  const answer = await ask(request);
  switch (answer.kind) {
    case 'done':
      process.stdout.write(answer.text);
      return EXIT.done;
    case 'stop':
      return complain(answer.message, EXIT.stop);
    case 'refused':
      return complain(answer.message, EXIT.refused);
    case 'not_asked':
      return complain(answer.message, answer.exitCode);
    default:
      return answer satisfies never;
  }
}

/** The same tools as an MCP server on the standard streams, until the agent closes them. Calls may overlap. */
async function serveMcp(): Promise<number> {
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
    void answerMcp(line, askForMcp).then((answer) => {
      if (answer !== undefined) process.stdout.write(`${answer}\n`);
    });
  }
  return EXIT.done;
}

/** An answer of the runner's, or why it could not be asked. */
type Answer = ToolResponse | { readonly kind: 'not_asked'; readonly message: string; readonly exitCode: number };

async function askForMcp(request: ToolRequest): Promise<ToolResponse> {
  const answer = await ask(request);
  return answer.kind === 'not_asked' ? { kind: 'refused', message: answer.message } : answer;
}

async function ask(request: ToolRequest): Promise<Answer> {
  const socket = process.env[TOOL_SOCKET_VARIABLE];
  if (!socket) {
    const message = 'this is not the environment of a task: only its runner can serve it';
    return { kind: 'not_asked', message, exitCode: EXIT.unreachable };
  }
  const line = `${JSON.stringify(request)}\n`;
  if (Buffer.byteLength(line) > TOOL_LINE_LIMIT_BYTES) {
    return { kind: 'not_asked', message: 'that is too long to send', exitCode: EXIT.wrongUsage };
  }
  return await exchange(socket, line).catch((error: Error) => {
    return {
      kind: 'not_asked',
      message: `the runner cannot be reached: ${error.message}`,
      exitCode: EXIT.unreachable,
    } as const;
  });
}

function exchange(socket: string, line: string): Promise<ToolResponse> {
  return new Promise((resolve, reject) => {
    const connection = connect(socket);
    let answer = '';
    connection.setEncoding('utf8');
    connection.on('connect', () => connection.write(line));
    connection.on('data', (text) => {
      answer += text;
    });
    connection.on('error', reject);
    connection.on('end', () => {
      try {
        resolve(JSON.parse(answer) as ToolResponse);
      } catch {
        reject(new Error('it gave no answer'));
      }
    });
  });
}

function complain(message: string, exitCode: number): number {
  process.stderr.write(`planwright-tool: ${message}\n`);
  return exitCode;
}

process.exitCode = await main(process.argv.slice(2));
