import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { type OutputCollection, OutputError } from '../outputs.ts';

/** The most bytes of the file behind `PLANWRIGHT_OUTPUT` that are read. */
const FILE_LIMIT_BYTES = 8 * 1_048_576;

/**
 * Takes the outputs over that a step wrote to the file behind `PLANWRIGHT_OUTPUT`: lines `name=value`, or JSON objects of
 * names and values, one a line.
 *
 * The file lies in the reach of the task, who may have put anything in its place: a link, a pipe or a folder is refused
 * before it is read, so that nothing else of this machine comes back as an output.
 *
 * @throws OutputError where it is no plain file, too long, or holds an output that is not allowed
 */
export async function readOutputsFile(path: string, outputs: OutputCollection): Promise<void> {
  const text = await readPlainFile(path);
  if (text === undefined) return;
  for (const line of text.split(/\r?\n/)) takeLine(line, outputs);
}

async function readPlainFile(path: string): Promise<string | undefined> {
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw new OutputError(
        `the file behind PLANWRIGHT_OUTPUT cannot be read (${error.code}); write lines into it, do not replace it`,
      );
    },
  );
  if (file === undefined) return undefined;
  try {
    const entry = await file.stat();
    // A second hard link could be a file that the task itself may not read.
    if (!entry.isFile() || entry.nlink !== 1) {
      throw new OutputError(
        'the file behind PLANWRIGHT_OUTPUT is no plain file any more; write lines into it, do not replace it',
      );
    }
    if (entry.size > FILE_LIMIT_BYTES) {
      throw new OutputError(`the file behind PLANWRIGHT_OUTPUT is larger than ${FILE_LIMIT_BYTES} bytes`);
    }
    const { buffer, bytesRead } = await file.read(Buffer.alloc(entry.size), 0, entry.size, 0);
    return buffer.subarray(0, bytesRead).toString('utf8');
  } finally {
    await file.close();
  }
}

function takeLine(line: string, outputs: OutputCollection): void {
  if (line.trim() === '') return;
  if (line.trimStart().startsWith('{')) {
    takeObject(line, outputs);
    return;
  }
  const equals = line.indexOf('=');
  if (equals === -1)
    throw new OutputError(`${shown(line)} in PLANWRIGHT_OUTPUT is neither name=value nor a JSON object`);
  outputs.set(line.slice(0, equals).trim(), line.slice(equals + 1));
}

function takeObject(line: string, outputs: OutputCollection): void {
  for (const [name, value] of Object.entries(parseObject(line))) {
    outputs.set(name, typeof value === 'string' ? value : JSON.stringify(value));
  }
}

function parseObject(line: string): object {
  try {
    return JSON.parse(line) as object;
  } catch {
    throw new OutputError(`${shown(line)} in PLANWRIGHT_OUTPUT is no JSON object on one line`);
  }
}

function shown(line: string): string {
  return JSON.stringify(line.length > 100 ? `${line.slice(0, 100)}…` : line);
}
