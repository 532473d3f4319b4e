/**
 * Has the Markdown parser look for blocks alone. What matters of what stands inside a line is read from the source text: several of
 * these take the parser more than linear time, and definitions would hide text.
 */
export const BLOCKS_ONLY = {
  disable: {
    null: [
      'attention',
      'autolink',
      'characterEscape',
      'characterReference',
      'codeText',
      'definition',
      'hardBreakEscape',
      'htmlText',
      'labelEnd',
      'labelStartImage',
      'labelStartLink',
    ],
  },
};
