import { planLimits } from '../limits.ts';

/** Why `glob` cannot name files of a repository, as the end of a sentence, or undefined when it can. */
export function globFault(glob: string): string | undefined {
  if (glob.length > planLimits.globCharacters) return `is longer than ${planLimits.globCharacters} characters`;
  if (glob.startsWith('/') || /^[A-Za-z]:/.test(glob)) return 'is absolute';
  if (glob.startsWith('!')) return 'starts with `!`, and exclusions are not supported';
  if (glob.includes('\\')) return 'contains a backslash';
  if (glob.split('/').includes('..')) return 'leaves the repository with `..`';
  return bracketFault(glob);
}

function bracketFault(glob: string): string | undefined {
  const closing: string[] = [];
  for (const character of glob) {
    const inClass = closing.at(-1) === ']';
    if (character === ']' && inClass) closing.pop();
    else if (inClass) continue;
    else if (character === '[') closing.push(']');
    else if (character === '{') closing.push('}');
    else if (character === '(') closing.push(')');
    else if (')}]'.includes(character) && closing.pop() !== character)
      return `has a \`${character}\` that nothing opens`;
  }
  const missing = closing.pop();
  return missing === undefined ? undefined : `lacks a closing \`${missing}\``;
}
