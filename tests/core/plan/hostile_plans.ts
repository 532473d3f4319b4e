/** Inputs that are made to take a parser's time or stack, by name. */
export const hostilePlans: Readonly<Record<string, string>> = {
  'ten thousand tasks': tasks(10_000, (n) => `- [ ] a${n}: Task ${n}\n  Do it.\n  - verify: npm test\n  - [ ] works\n`),
  'a chain of ten thousand tasks': tasks(10_000, (n) => `- [ ] a${n}: Task${n > 0 ? ` (after a${n - 1})` : ''}\n`),
  'a cycle of ten thousand tasks': tasks(10_000, (n) => `- [ ] a${n}: Task (after a${(n + 1) % 10_000})\n`),
  'ten thousand unknown dependencies': tasks(10_000, (n) => `- [ ] task-number-${n}: Task (after task-numbre-${n})\n`),
  'ten thousand equal ids': tasks(10_000, () => '- [ ] same: Task\n'),
  'ten thousand groups of one name': `## Tasks\n${repeat('### Same\n- [ ] Task\n', 10_000)}`,
  'two groups of five thousand tasks': `## Tasks\n### A\n${repeat('- [ ] x\n', 5_000)}### B (after a)\n${repeat('- [ ] y\n', 5_000)}`,
  'a line of a megabyte': `## Tasks\n- [ ] ${'a'.repeat(1_000_000)}\n`,
  'a line just below the limit': `## Tasks\n- [ ] ${'a'.repeat(124_900)}\n`,
  'blanks by the megabyte': `## Tasks\n${' '.repeat(1_000_000)}a\n`,
  'blanks in a heading': `##${' '.repeat(124_900)}a\n`,
  'blanks inside headings': repeat(`# a${' '.repeat(130_000)}b\n`, 16),
  'blanks before a strange end of line': repeat(`#${' '.repeat(130_000)}a\u2028b\n`, 16),
  'brackets by the hundred thousand': `## Tasks\n- [ ] ${'['.repeat(100_000)}\n`,
  'parentheses by the hundred thousand': `## Tasks\n- [ ] ${'('.repeat(100_000)}${')'.repeat(24_900)}\n`,
  'brackets on many lines': tasks(10_000, () => `- [ ] x ${'(['.repeat(90)}\n`),
  'emphasis by the hundred thousand': `## Tasks\n- [ ] ${'*a_'.repeat(40_000)}\n`,
  'backticks by the hundred thousand': `## Tasks\n- [ ] ${'`a``'.repeat(32_000)}\n`,
  'comments that never close': `## Tasks\n- [ ] ${'<!--'.repeat(32_000)}\n`,
  'comments line by line': `## Tasks\n${repeat('<!--\n', 49_900)}`,
  'nested quotes': `${'>'.repeat(100_000)} a\n`,
  'quotes with lazy lines': `${'>'.repeat(11)} a\n${repeat('b\n', 49_900)}`,
  'many quotes with lazy lines': repeat(`${'>'.repeat(11)} a\n${repeat('b\n', 490)}\n`, 100),
  'nested lists on one line': `## Tasks\n${'- '.repeat(49_900)}a\n`,
  'nested lists by indentation': `## Tasks\n${Array.from({ length: 1_000 }, (_, n) => `${'  '.repeat(n)}- [ ] a\n`).join('')}`,
  'nested lists of the allowed depth': `## Tasks\n${repeat(Array.from({ length: 9 }, (_, n) => `${'  '.repeat(n)}- [ ] a\n`).join(''), 5_000)}`,
  'items of the allowed length': `## Tasks\n${repeat(`- [ ] a\n${repeat('  - b\n', 299)}`, 166)}`,
  'items of paragraphs': `## Tasks\n${repeat(`- [ ] a\n${repeat('\n  b\n', 149)}`, 166)}`,
  'items of headings': `## Tasks\n${repeat(`- [ ] a\n${repeat('  b\n  ---\n', 149)}`, 166)}`,
  'headings by underline': repeat('a\n===\n', 24_900),
  'headings by underline within quotes': repeat('> a\n> ===\n', 24_900),
  'rules and underlines': repeat('a\n---\n', 24_900),
  paragraphs: `## Tasks\n- [ ] a\n\n${repeat('b\n\n', 24_900)}`,
  fences: repeat('```\n', 49_901),
  'bold lines': `## Tasks\n- [ ] a\n${repeat('**b**\n\n', 24_900)}`,
  definitions: repeat('[a]: b\n', 49_900),
  'numbers and bullets': `## Tasks\n${repeat('1. a\n* b\n', 24_900)}`,
  'empty items': `## Tasks\n${repeat('-\n', 49_900)}`,
  'an alias bomb': settings(
    `a: &a [x, x, x, x, x, x, x, x, x]\n${[...'bcdefgh'].map((name, n) => `${name}: &${name} [${repeat(`*${'abcdefg'.charAt(n)}, `, 8)}*${'abcdefg'.charAt(n)}]\n`).join('')}`,
  ),
  'aliases by the thousand': settings(`base: &b main\nheadings: [${repeat('*b, ', 3_000)}*b]\n`),
  'YAML brackets by the hundred thousand': settings(`base: ${'['.repeat(100_000)}\n`),
  'YAML lists in one line': settings(`verify:\n  ${'- '.repeat(8_000)}a\n`),
  'YAML keys by the hundred': settings(Array.from({ length: 499 }, (_, n) => `key${n}: 1\n`).join('')),
  'a custom tag': settings('base: !!js/function "x"\n'),
};

function tasks(count: number, write: (index: number) => string): string {
  return `## Tasks\n${Array.from({ length: count }, (_, index) => write(index)).join('')}`;
}

function settings(yaml: string): string {
  return `\`\`\`planwright\n${yaml}\`\`\`\n\n## Tasks\n- [ ] a\n`;
}

function repeat(text: string, times: number): string {
  return text.repeat(times);
}
