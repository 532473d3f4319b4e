/**
 * What agents read as their configuration, wherever in the repository they come upon it: instructions, permissions, servers of
 * tools, and hooks, which are programs that the next session would start.
 */
export const AGENT_CONFIGURATION: readonly string[] = [
  '**/.claude/**',
  '**/CLAUDE.md',
  '**/CLAUDE.local.md',
  '**/.mcp.json',
  '**/AGENTS.md',
  '**/AGENTS.override.md',
  '**/.agents/**',
  '**/.codex/**',
  '**/.gemini/**',
  '**/GEMINI.md',
  '**/.geminiignore',
  '**/.opencode/**',
  '**/opencode.json',
  '**/opencode.jsonc',
  '**/.goose/**',
  '**/.goosehints',
  '**/.gooseignore',
  '**/.aider*',
  '**/.cursor/**',
  '**/.cursorrules',
  '**/.windsurf/**',
  '**/.windsurfrules',
  '**/.clinerules/**',
  '**/.roo/**',
  '**/.vscode/**',
];

/** What git, GitHub and Planwright go by. `.github/**` holds the instructions of Copilot as well. */
const REPOSITORY_CONFIGURATION: readonly string[] = [
  '.github/**',
  'CODEOWNERS',
  'docs/CODEOWNERS',
  '**/.planwright*',
  '**/.planwright*/**',
  '**/.gitattributes',
  '.gitmodules',
];

/** Globs, in any case, of what no attempt changes without a person's consent. */
export const PROTECTED_PATHS: readonly string[] = [...REPOSITORY_CONFIGURATION, ...AGENT_CONFIGURATION];

/** The globs that settings and plan add, in the order given. */
export function addedProtection(...said: readonly { readonly protected?: readonly string[] }[]): readonly string[] {
  return said.flatMap(({ protected: globs = [] }) => globs);
}
