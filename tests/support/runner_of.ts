import { readdirSync, readFileSync } from 'node:fs';

/** The process id of the runner that a local plan has started for this database; undefined where there is none. */
export function runnerOf(databaseFile: string): number | undefined {
  const found = readdirSync('/proc').find((pid) => {
    if (!/^\d+$/.test(pid)) return false;
    return commandLine(pid).endsWith(`runner --local ${databaseFile} `);
  });
  return found === undefined ? undefined : Number(found);
}

/** Empty where the process has gone meanwhile. */
function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}
