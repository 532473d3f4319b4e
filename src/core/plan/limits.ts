/**
 * What a plan may measure. Far above plans that people write, and low enough that the worst input within them is
 * answered well within two seconds. The Markdown parser takes more than linear time for nested lists and for many
 * blocks in one container, so those are bounded before it sees them.
 */
export const planLimits = {
  /** Of the whole document. */
  characters: 2_097_152,
  lines: 50_000,
  lineCharacters: 131_072,
  /** Lists and quotes inside each other. */
  depth: 10,
  /** Lines of one top-level list item, or of one run of lines that holds lists or quotes. */
  itemLines: 300,
  settingsLines: 500,
  settingsCharacters: 16_384,
  yamlAliases: 20,
  /** Brackets and braces in the settings block. */
  yamlBrackets: 500,
  idCharacters: 64,
  titleCharacters: 500,
  globCharacters: 256,
  /** Issues below an issue: each may be a call, while a delivery waits. */
  issuesBelow: 500,
  /** Edges of the graph after groups are resolved. */
  dependencies: 250_000,
  /** Each suggestion compares with every name; past this many, problems come without one. */
  suggestions: 50,
} as const;
