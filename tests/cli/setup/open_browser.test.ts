import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { home, start } from '../planwright.ts';

/** Starts setup with these programs on its PATH alone, and gives what it says before it waits. */
async function saidBySetup(path: string): Promise<string> {
  const place = home();
  const variables = { ...place.variables, PATH: path };
  const process = start(['setup', '--json'], { cwd: place.folder, variables });
  const said = await new Promise<string>((resolve) => {
    let text = '';
    process.stderr?.on('data', (piece) => {
      text += String(piece);
      if (text.includes('Waiting')) resolve(text);
    });
  });
  process.kill('SIGINT');
  await process;
  place.remove();
  return said;
}

test('a browser that cannot be opened is no trouble: the address is printed in any case', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'planwright-opener-'));
  expect(await saidBySetup(folder)).toMatch(/^Open in a browser on this machine: http:\/\/127\.0\.0\.1:\d+\/\n/);
  const opener = join(folder, process.platform === 'darwin' ? 'open' : 'xdg-open');
  const opened = join(folder, 'opened');
  // The opener is let go and tells nobody when it is done: a pipe is read to where it ends.
  execFileSync('mkfifo', [opened]);
  writeFileSync(opener, `#!/bin/sh\necho "$1" > ${opened}\n`);
  chmodSync(opener, 0o755);
  const said = saidBySetup(folder);
  const url = (await readFile(opened, 'utf8')).trim();
  expect(await said).toContain(`Your browser opens: ${url}\n`);
  rmSync(folder, { recursive: true, force: true });
});
