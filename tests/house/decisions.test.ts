import { describe, expect, it } from 'vitest';
import { read, repositoryFiles } from './source_files.ts';

const pages = repositoryFiles('docs/decisions').map((file) => file.slice('docs/decisions/'.length));

describe('decisions', () => {
  it('are numbered one after another, each number once', () => {
    const numbers = pages.map((page) => Number(page.slice(0, 4)));
    expect(numbers).toEqual(pages.map((_, index) => index + 1));
  });

  it('bear the number of their file', () => {
    const headings = pages.map((page) => Number(/^# (\d+)\. /.exec(read(`docs/decisions/${page}`))?.[1]));
    expect(headings).toEqual(pages.map((page) => Number(page.slice(0, 4))));
  });

  it('are all linked where the architecture tells of what they decide', () => {
    const architecture = read('docs/architecture.md');
    expect(pages.filter((page) => !architecture.includes(`(decisions/${page})`))).toEqual([]);
  });
});
