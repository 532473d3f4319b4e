/** A command as it would be typed: splits, as a POSIX shell would split it, into exactly this argv. */
export function commandLine(argv: readonly string[]): string {
  return argv.map(quoteArgument).join(' ');
}

function quoteArgument(argument: string): string {
  if (/^[\w@%+=:,./-]+$/.test(argument)) return argument;
  if (!/[\p{Cc}\u2028\u2029]/u.test(argument)) return `'${argument.replaceAll("'", `'"'"'`)}'`;
  const escaped = argument.replace(/[\\'\p{Cc}]/gu, (character) =>
    character === '\\' || character === "'"
      ? `\\${character}`
      : `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );
  return `$'${escaped}'`;
}
