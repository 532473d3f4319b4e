/** A command as it would be typed: splits, as a POSIX shell would split it, into exactly this argv. */
export function commandLine(argv: readonly string[]): string {
  return argv.map((argument, index) => quoteArgument(argument, index === 0)).join(' ');
}

function quoteArgument(argument: string, isProgram: boolean): string {
  // A program called `A=b` would be read as a variable.
  if (/^[\w@%+=:,./-]+$/.test(argument) && !(isProgram && argument.includes('='))) return argument;
  if (!/[\p{Cc}\u2028\u2029]/u.test(argument)) return `'${argument.replaceAll("'", `'"'"'`)}'`;
  const escaped = argument.replace(/[\\'\p{Cc}]/gu, (character) =>
    character === '\\' || character === "'"
      ? `\\${character}`
      : `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );
  return `$'${escaped}'`;
}
