import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { McpServerSpec } from '../../runner/agents/agent_driver.ts';

/** People who answer what an agent asks by its tool. */
export type People = {
  /** The tool server that is handed to the agent. */
  readonly tools: McpServerSpec;
  /** What was asked. */
  readonly questions: readonly string[];
  readonly stop: () => void;
};

/** @param folder where their socket lies */
export async function peopleWhoAnswer(answer: string, folder: string): Promise<People> {
  const socket = join(folder, 'people.sock');
  const questions: string[] = [];
  const server = createServer((connection) => {
    connection.on('error', () => {});
    createInterface({ input: connection }).once('line', (question) => {
      questions.push(question);
      connection.write(`${answer}\n`);
    });
  }).listen(socket);
  await once(server, 'listening');
  return {
    tools: {
      name: 'people',
      command: [process.execPath, fileURLToPath(new URL('ask_server.ts', import.meta.url))],
      environment: { ASK_SOCKET: socket },
      callTimeoutMs: 3_600_000,
    },
    questions,
    stop: () => server.close(),
  };
}
