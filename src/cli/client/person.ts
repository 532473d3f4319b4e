import { userInfo } from 'node:os';

/** Who gives orders from this command line, for the record: the user's name on this machine. */
export function person(): string {
  try {
    return userInfo().username;
  } catch {
    // A container may run under a number that has no name.
    return `user ${process.getuid?.() ?? 'unknown'}`;
  }
}
