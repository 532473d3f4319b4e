import { createConnection } from 'node:net';
import { createInterface } from 'node:readline';
import { z } from 'zod';

/**
 * An MCP server over stdio with one tool, `ask`: a program, started by agents. A question goes to the socket that
 * `ASK_SOCKET` names, and the tool waits until a line comes back.
 */

const Request = z.looseObject({
  id: z.union([z.string(), z.number()]).optional(),
  method: z.string(),
  params: z
    .looseObject({
      protocolVersion: z.string().optional(),
      arguments: z.looseObject({ question: z.string() }).optional(),
    })
    .optional(),
});

const TOOL = {
  name: 'ask',
  description: 'Asks a person and waits for the answer.',
  inputSchema: { type: 'object', properties: { question: { type: 'string' } }, required: ['question'] },
};

const input = createInterface({ input: process.stdin });
input.on('line', (line) => {
  const { id, method, params } = Request.parse(JSON.parse(line));
  if (id === undefined) return;
  const answer = (result: object): void => {
    process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', id, result })}\n`);
  };
  switch (method) {
    case 'initialize':
      answer({
        protocolVersion: params?.protocolVersion ?? '2025-06-18',
        capabilities: { tools: {} },
        serverInfo: { name: 'people', version: '1' },
      });
      return;
    case 'tools/list':
      answer({ tools: [TOOL] });
      return;
    case 'tools/call':
      ask(params?.arguments?.question ?? '', (text) => answer({ content: [{ type: 'text', text }] }));
      return;
    default:
      answer({});
  }
});
// With its agent gone nobody waits for an answer.
input.on('close', () => process.exit(0));

function ask(question: string, then: (answer: string) => void): void {
  const socket = createConnection(process.env.ASK_SOCKET ?? '');
  createInterface({ input: socket }).once('line', (line) => {
    socket.end();
    then(line);
  });
  socket.write(`${question}\n`);
}
