/** A command for the paths that any of the globs matches. */
export type PathRule = { readonly when: readonly string[]; readonly argv: readonly string[] };
