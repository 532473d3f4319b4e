/** Providers that runners offer without being told, where their programs are installed. */
export const BUILT_IN_PROVIDERS = ['claude', 'codex', 'gemini', 'opencode', 'goose', 'aider'] as const;
export type BuiltInProvider = (typeof BUILT_IN_PROVIDERS)[number];
