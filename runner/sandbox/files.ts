import { existsSync, realpathSync, statSync } from 'node:fs';
import type { Files } from './readable_paths.ts';

/** The machine's file system, for {@link readablePaths}. */
export const machineFiles: Files = {
  exists: existsSync,
  isFolder: (path) => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false,
  resolveLinks(path) {
    try {
      return realpathSync(path);
    } catch {
      return undefined;
    }
  },
};
