/** Shows nothing and separates; GitHub keeps it. */
export const SEPARATOR = '\u200B';

/** Controls, and signs that turn the direction of what follows (they make text read as what it is not). */
export const INVISIBLE = /[\p{Cc}\u202A-\u202E\u2066-\u2069\uFEFF]/gu;

/** The sign before a name that GitHub would notify. */
export const MENTION = /(?<![A-Za-z0-9])@(?=[A-Za-z0-9_])/g;

/** GitHub's keywords before anything that may be a reference to an issue, whatever punctuation is between. */
export const CLOSING =
  /(?<![A-Za-z0-9])(c|f|r)(lose[sd]?|ix(?:e[sd])?|esolve[sd]?)(?=[^A-Za-z0-9]{0,20}(?:#\d|GH-\d|[\w.-]{1,100}\/[\w.-]{1,100}#\d|https?:))/gi;

/**
 * What stands where there is no Markdown, titles and messages of commits: mentions and keywords do not act, and it reads the
 * same. Numbers are separated rather than words, so that the type `fix:` stays one. Applying it again changes nothing.
 */
export function harmlessPlainText(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(INVISIBLE, (sign) => (/[\n\t]/.test(sign) ? sign : ''))
    .replace(MENTION, `@${SEPARATOR}`)
    .replace(/#(?=\d)/g, `#${SEPARATOR}`)
    .replace(/(?<![A-Za-z0-9])GH-(?=\d)/gi, (sign) => `${sign}${SEPARATOR}`)
    .replace(CLOSING, `$1${SEPARATOR}$2`);
}

/** What GitHub Actions reads in the message of a pushed commit as: run nothing. */
const SKIPPING = /\[(?=(?:skip ci|ci skip|no ci|skip actions|actions skip)\])|^(?=skip-checks:)/gim;

/** The message of an agent's commit: nor does it switch off the checks of its own work. */
export function harmlessCommitMessage(message: string): string {
  return harmlessPlainText(message).replace(SKIPPING, (bracket) => `${bracket}${SEPARATOR}`);
}
