import { describe, expect, it } from 'vitest';
import { read, sourceFiles } from './source_files.ts';

/** A ratchet: the longest file may shrink, not grow. Lower it when it does. */
const LONGEST_FILE_LINES = 300;

describe('size', () => {
  it('of no source file is beyond the longest that we had', () => {
    const long = sourceFiles()
      .map((file) => ({ file, lines: read(file).split('\n').length }))
      .filter(({ lines }) => lines > LONGEST_FILE_LINES);
    expect(long).toEqual([]);
  });
});
