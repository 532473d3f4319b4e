import { commandLine } from '../../protocol/command_line.ts';

/** A command of ours as the reader can type it: from a checkout it goes through npm. */
export function ownCommand(
  variables: Readonly<Record<string, string | undefined>>,
  words: readonly string[],
  repo: string | undefined,
): string {
  const throughNpm = variables.npm_package_name === 'planwright' && variables.npm_lifecycle_event !== undefined;
  const program = throughNpm ? 'npm run planwright --' : 'planwright';
  return `${program} ${commandLine(repo === undefined ? words : [...words, '--repo', repo])}`;
}

/** Words of a command of ours, made into what the reader can type where a run is looked at. */
export type TypedCommand = (words: readonly string[]) => string;
