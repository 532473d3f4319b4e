import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { untrustedGit } from '../../../runner/attempt/untrusted_git_in_sandbox.ts';
import { systemClock } from '../../../runner/process/clock.ts';
import { machineFiles } from '../../../runner/sandbox/files.ts';
import { readablePaths } from '../../../runner/sandbox/readable_paths.ts';
import { describeWithBubblewrap } from '../../support/needs_bubblewrap.ts';
import { scratchFolder } from '../process/scratch.ts';

describeWithBubblewrap('git on an untrusted tree, in the sandbox', (sandbox) => {
  /** Killed between clone and the mapping of users, bwrap alone would leave a child that waits for ever. */
  it('leaves no process behind, at whatever moment of its start it is stopped', async () => {
    const scratch = scratchFolder();
    const { run, spec } = versionOfGit(scratch);
    for (let turn = 0; turn < 60; turn += 1) {
      const stop = new AbortController();
      const ended = run({ ...spec, signal: stop.signal });
      const moment = performance.now() + (turn % 20) / 4;
      while (performance.now() < moment) await new Promise((resolve) => setImmediate(resolve));
      stop.abort();
      await ended;
    }
    expect(commandLinesWith(scratch)).toEqual([]);
  });

  it('answers with all its output and its exit code', async () => {
    const { run, spec } = versionOfGit(scratchFolder());
    expect(await run(spec)).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^git version .*\n$/) });
    const hashed = await run({
      ...spec,
      argv: ['git', 'hash-object', '--stdin'],
      stdin: new TextEncoder().encode('hello\n'),
    });
    expect(hashed.stdout).toBe('ce013625030ba8dba906f756967f9e9ca394464a\n');
    expect(await run({ ...spec, argv: ['git', 'no-such'] })).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('no-such'),
    });
  });

  function versionOfGit(scratch: string) {
    const home = '/nonexistent';
    const path = process.env.PATH ?? '';
    const readable = readablePaths(
      { path, home, command: ['git'], nodeProgram: process.execPath, runnerOwn: [] },
      machineFiles,
    );
    const run = untrustedGit(sandbox, { scratch, clock: systemClock, newId: randomUUID }, () => readable);
    return {
      run,
      spec: { argv: ['git', '--version'], env: { PATH: path }, readable: [], writable: [], cwd: '/', stdin: undefined },
    };
  }
});

function commandLinesWith(text: string): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'latin1').replaceAll('\0', ' ');
      } catch {
        return '';
      }
    })
    .filter((line) => line.includes(text));
}
