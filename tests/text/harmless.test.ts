import { describe, expect, it } from 'vitest';
import { harmlessCommitMessage, harmlessPlainText } from '../../src/text/harmless.ts';

const SEPARATOR = '\u200B';
const seen = (text: string) => text.replaceAll(SEPARATOR, '');

describe('a commit message of an agent', () => {
  it.each([
    ['feat: dates\n\nFixes #12 and closes acme/web#3.', /#\d/],
    ['resolves: GH-7', /resolves: GH-7/],
    ['fixed https://github.com/acme/web/issues/1', /fixed https/],
    ['fix(parser)!: closes #1', /#1/],
    ['thanks @octocat, (@acme/team)', /@[a-z]/],
    ['feat: dates [skip ci]', /\[skip ci\]/],
    ['feat: dates\n\n[Actions Skip]', /\[Actions Skip\]/],
    ['feat: dates\n\nskip-checks: true', /^skip-checks: true$/m],
  ])('makes nothing act: %s', (message, acting) => {
    expect(message).toMatch(acting);
    const made = harmlessCommitMessage(message);
    expect(made).not.toMatch(acting);
    expect(seen(made)).toBe(message);
    expect(harmlessCommitMessage(made)).toBe(made);
  });

  it.each([
    'fix: two of the cases\n\n- one\n- other\n\nCo-authored-by: Ada <ada@example.org>\n',
    'docs(readme): how to close a file, and [skip] it',
    'fix: `a#b`, 100 % of C#',
  ])('stays as it is where nothing acts: %s', (message) => {
    expect(harmlessCommitMessage(message)).toBe(message);
  });

  it('loses signs that make it read as what it is not, and keeps its lines', () => {
    expect(harmlessPlainText('feat: a\r\n\r\n\tb\u202Ec\u0007\rd')).toBe('feat: a\n\n\tbc\nd');
  });
});
