import process from 'node:process';
import { fileURLToPath } from 'node:url';

const FOLDER = fileURLToPath(new URL('../../node_modules/.cache/programs', import.meta.url));

/**
 * What a program that a test starts has in its environment beside its own, so that it starts on code that an earlier start
 * compiled: half of what a short command takes. Not with coverage, which such code counts less precisely.
 */
export const COMPILE_CACHE: Readonly<Record<string, string>> =
  process.env.NODE_V8_COVERAGE === undefined ? { NODE_COMPILE_CACHE: FOLDER } : {};
