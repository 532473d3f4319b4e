import { fromMarkdown } from 'mdast-util-from-markdown';
import { expect, test } from 'vitest';
import { splitChunks } from '../../../../src/core/plan/markdown/split_chunks.ts';
import fc from '../../../support/fast_check.ts';

const lineArbitrary = fc.constantFrom(
  ...[
    '',
    '',
    'text',
    '  text',
    '    text',
    '\ttext',
    '# heading',
    '- item',
    '- [ ] task',
    '* star',
    '1. one',
    ' - indented',
  ],
  ...[
    '  - nested',
    '    - deep',
    '```',
    '  ```',
    '~~~',
    '````',
    '<!-- open',
    'close -->',
    '<div>',
    '<pre>',
    '<https://a.b>',
    '</div>',
    '---',
    '***',
    '> quote',
    '>   more',
  ],
);

/** Kinds and first lines of the top-level blocks that a plan's grammar tells from text. */
function outline(text: string, firstLine: number): string[] {
  return fromMarkdown(text).children.flatMap((node) => {
    const line = (inner: { position?: { start: { line: number } } | undefined }) =>
      firstLine + (inner.position?.start.line ?? 0);
    if (node.type === 'list') return node.children.map((item) => `item ${line(item)}`);
    return node.type === 'heading' || node.type === 'code' ? [`${node.type} ${line(node)}`] : [];
  });
}

test('blocks of the chunks are the blocks of the whole document', () => {
  fc.assert(
    fc.property(fc.array(lineArbitrary, { maxLength: 14 }), (lines) => {
      const apart = splitChunks(lines).flatMap((chunk) =>
        outline(lines.slice(chunk.start, chunk.end).join('\n'), chunk.start),
      );
      expect(apart).toEqual(outline(lines.join('\n'), 0));
    }),
    {
      numRuns: 2_000,
      // The fence is below the item, since the line before it is no text of the item's fence.
      examples: [[['- item', '  ```', '<https://a.b>', '  ```', '- [ ] task']]],
    },
  );
});

test('chunks follow each other without gap or overlap', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(lineArbitrary, fc.string()), { minLength: 1 }), (lines) => {
      let next = 0;
      for (const chunk of splitChunks(lines)) {
        expect(chunk.start).toBe(next);
        expect(chunk.end).toBeGreaterThan(chunk.start);
        next = chunk.end;
      }
      expect(next).toBe(lines.length);
    }),
  );
});
