import { describe, expect, it } from 'vitest';
import { CHECKS } from '../../src/cli/doctor/checks/checks.ts';
import { read, sourceFiles } from './source_files.ts';

/** The runner imports nothing of core. */
const sources = sourceFiles()
  .filter((file) => file.startsWith('src/'))
  .map((file) => ({ file, text: read(file) }));

function filesWith(pattern: RegExp): readonly string[] {
  return sources.filter(({ text }) => pattern.test(text)).map(({ file }) => file);
}

describe('what is said alike everywhere is written once', () => {
  it('the beginning of a commit', () => {
    expect(filesWith(/(?:commit|head|current)\??\.slice\(0, \w+\)/i)).toEqual(['src/core/text/short_commit.ts']);
  });

  it('a commit that the repository does not hold', () => {
    expect(filesWith(/does not hold commit/)).toEqual(['src/core/text/commit_missing.ts']);
  });

  it('showing how a run stands', () => {
    expect(filesWith(/effect: \{ kind: 'show_run' \}/)).toEqual(['src/core/run/run_effects.ts']);
  });
});

it('checks of doctor are named alike', () => {
  const ids = CHECKS.map(({ id }) => id);
  expect(ids.filter((id) => !/^[a-z]+(?:_[a-z]+)*$/.test(id))).toEqual([]);
  expect(new Set(ids).size).toBe(ids.length);
});
