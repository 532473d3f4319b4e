#!/usr/bin/env node
import { connect } from 'node:net';
import { parseToolArguments, TOOL_USAGE } from './tool_arguments.ts';
import { TOOL_LINE_LIMIT_BYTES, TOOL_SOCKET_VARIABLE, type ToolRequest, type ToolResponse } from './tool_messages.ts';

/** Exit codes of the program; part of the contract with agents. */
const EXIT = { done: 0, refused: 1, wrongUsage: 2, unreachable: 4 } as const;

async function main(argv: readonly string[]): Promise<number> {
  const command = parseToolArguments(argv);
  switch (command.kind) {
    case 'help':
      process.stdout.write(TOOL_USAGE);
      return EXIT.done;
    case 'wrong_usage':
      return complain(command.message, EXIT.wrongUsage);
    case 'request':
      return await ask(command.request);
    default:
      return command satisfies never;
  }
}

async function ask(request: ToolRequest): Promise<number> {
  const socket = process.env[TOOL_SOCKET_VARIABLE];
  if (!socket) return complain('this is not the environment of a task: only its runner can serve it', EXIT.unreachable);
  const line = `${JSON.stringify(request)}\n`;
  if (Buffer.byteLength(line) > TOOL_LINE_LIMIT_BYTES) return complain('that is too long to send', EXIT.wrongUsage);
  const answer = await exchange(socket, line).catch((error: Error) => error);
  if (answer instanceof Error) return complain(`the runner cannot be reached: ${answer.message}`, EXIT.unreachable);
  if (!answer.ok) return complain(answer.message, EXIT.refused);
  process.stdout.write(answer.text);
  return EXIT.done;
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
