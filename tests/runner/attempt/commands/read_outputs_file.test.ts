import { execFile } from 'node:child_process';
import { link, mkdir, mkdtemp, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readOutputsFile } from '../../../../runner/attempt/commands/read_outputs_file.ts';
import { OutputCollection } from '../../../../runner/attempt/outputs.ts';

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'planwright-outputs-'));
  file = join(folder, 'outputs');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function read(): Promise<Record<string, string>> {
  const outputs = new OutputCollection();
  await readOutputsFile(file, outputs);
  return outputs.toObject();
}

describe('the file behind PLANWRIGHT_OUTPUT', () => {
  it('holds lines name=value and JSON objects; the last value of a name counts', async () => {
    await writeFile(file, 'version=1.2\r\n\nurl = a=b\n{"version":"1.3","count":3,"list":[1,2]}\n');
    expect(await read()).toEqual({ version: '1.3', url: ' a=b', count: '3', list: '[1,2]' });
  });

  it('may be missing', async () => {
    expect(await read()).toEqual({});
  });

  it.each([
    ['no output', '"no output" in PLANWRIGHT_OUTPUT is neither name=value nor a JSON object'],
    ['{broken', 'is no JSON object on one line'],
    ['bad name=1', 'output name "bad name" is not allowed'],
    [`long=${'x'.repeat(65_537)}`, 'output long is longer than 65536 characters'],
    [Array.from({ length: 257 }, (_, index) => `n${index}=1`).join('\n'), 'is one too many'],
  ])('refuses %.20s', async (text, message) => {
    await writeFile(file, text);
    await expect(read()).rejects.toThrow(message);
  });

  it('is not followed when it is a symbolic link', async () => {
    await writeFile(join(folder, 'secret'), 'password=1');
    await symlink(join(folder, 'secret'), file);
    await expect(read()).rejects.toThrow('cannot be read (ELOOP)');
  });

  it('is not read when it is another name of a file', async () => {
    await writeFile(join(folder, 'secret'), 'password=1');
    await link(join(folder, 'secret'), file);
    await expect(read()).rejects.toThrow('no plain file');
  });

  it('does not hang when it is a pipe', async () => {
    await promisify(execFile)('mkfifo', [file]);
    await expect(read()).rejects.toThrow('no plain file');
  });

  it('is refused when it is a folder or too large', async () => {
    await mkdir(file);
    await expect(read()).rejects.toThrow('no plain file');
    await rm(file, { recursive: true });
    await writeFile(file, '');
    await truncate(file, 9 * 1_048_576);
    await expect(read()).rejects.toThrow('is larger than');
  });
});
