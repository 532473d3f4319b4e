type Levels = Readonly<Record<string, string>>;

const ORDER: readonly (string | undefined)[] = [undefined, 'read', 'write', 'admin'];

/** What is needed and not held, or only held at a lower level: `checks (write)`. */
export function lackingPermissions(needed: Levels, held: Levels): readonly string[] {
  return above(needed, held);
}

/** What is held beyond what is needed. Every App can read metadata. */
export function unneededPermissions(needed: Levels, held: Levels): readonly string[] {
  return above(held, { metadata: 'read', ...needed });
}

/** The permissions of which `some` has a higher level than `others`. */
function above(some: Levels, others: Levels): readonly string[] {
  return Object.entries(some)
    .filter(([name, level]) => ORDER.indexOf(level) > ORDER.indexOf(others[name]))
    .map(([name, level]) => `${name} (${level})`);
}
