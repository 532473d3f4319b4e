import { spawn } from 'node:child_process';
import process from 'node:process';
import type { Launch, Launched } from './launcher.ts';

/** The process behind `launch`: starts a program for each message, and answers how it ended. Ends with who asks. */
process.on('message', ({ id, launch }: { readonly id: number; readonly launch: Launch }) => {
  void run(launch).then(
    (launched) => process.send?.({ id, launched }),
    (error: unknown) => process.send?.({ id, error: String(error) }),
  );
});
process.once('disconnect', () => process.exit());

function run({ program, args, cwd, env, input }: Launch): Promise<Launched> {
  return new Promise((resolve, reject) => {
    const stdin = input === undefined ? 'ignore' : 'pipe';
    const child = spawn(program, args, { cwd, env, stdio: [stdin, 'pipe', 'pipe'] });
    const printed: Record<'stdout' | 'stderr', Buffer[]> = { stdout: [], stderr: [] };
    child.stdout?.on('data', (piece: Buffer) => printed.stdout.push(piece));
    child.stderr?.on('data', (piece: Buffer) => printed.stderr.push(piece));
    child.once('error', reject);
    child.once('close', (exitCode) =>
      resolve({ exitCode, stdout: Buffer.concat(printed.stdout), stderr: Buffer.concat(printed.stderr) }),
    );
    // A program need not read all of it.
    child.stdin?.on('error', () => {});
    child.stdin?.end(input);
  });
}
