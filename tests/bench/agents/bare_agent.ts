import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { processorMs } from './process_usage.ts';

/** What one start of an agent's program took. */
export type AgentCost = { readonly wallMs: number; readonly cpuMs: number };

/** Of a line that cannot be longer. */
const RESULT_LENGTH = 4_096;

/** Starts an agent that speaks Claude Code's lines, gives it its prompt, and closes its input with its result, as anybody would. */
export async function bareAgent(
  [program = '', ...args]: readonly string[],
  folder: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<AgentCost & { readonly result: string }> {
  const startedAt = performance.now();
  const before = processorMs(process.pid, 'children');
  const child = spawn(program, args, { cwd: folder, env: environment, stdio: ['pipe', 'pipe', 'inherit'] });
  const message = { type: 'user', message: { role: 'user', content: 'Go' } };
  child.stdin.write(`${JSON.stringify(message)}\n`);
  let end = Buffer.alloc(0);
  child.stdout.on('data', (bytes: Buffer) => {
    end = Buffer.concat([end.subarray(-RESULT_LENGTH), bytes]);
    if (end.includes('"type":"result"')) child.stdin.end();
  });
  await once(child, 'close');
  const cpuMs = processorMs(process.pid, 'children') - before;
  return { wallMs: performance.now() - startedAt, cpuMs, result: end.subarray(-RESULT_LENGTH).toString('utf8') };
}
