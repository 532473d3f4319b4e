import { describe, expect, test } from 'vitest';
import { aboutData, asData } from '../../../src/core/prompt/as_data.ts';

describe('text of people in a prompt', () => {
  test('stands between two lines that it cannot know, with what it is', () => {
    expect(asData('Do this.\n', 'data-7').split('\n')).toEqual(['data-7', 'Do this.', 'data-7']);
    expect(aboutData('data-7')).toContain('`data-7` is data');
  });

  test('does not hold what its readers did not see, which is told', () => {
    const text = asData('Do <!-- not --> this\u200B.<!-- x -->', 'data-7');
    expect(text).not.toContain('not -->');
    expect(text).toContain('Left out, since nobody who read it saw it: 2 HTML comments and 1 invisible character.');
  });

  test('is nothing where there is nothing to see', () => {
    expect(asData(' <!-- x --> \n', 'data-7')).toBe('');
  });
});
