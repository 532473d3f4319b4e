import { spawn } from 'node:child_process';

/** The program of each system that opens an address in the user's browser. */
const OPENERS: Readonly<Record<string, readonly string[]>> = {
  darwin: ['open'],
  win32: ['rundll32', 'url.dll,FileProtocolHandler'],
};
const ELSEWHERE = ['xdg-open'];

/**
 * Asks the system to open an address in the user's browser. False where it has no program for it; whether a browser then
 * shows up nobody can tell.
 */
export function openBrowser(url: string, platform: string = process.platform): Promise<boolean> {
  const [program = '', ...args] = OPENERS[platform] ?? ELSEWHERE;
  return new Promise((resolve) => {
    // Detached: Ctrl-C here leaves the browser alone.
    const opener = spawn(program, [...args, url], { stdio: 'ignore', detached: true });
    opener.once('error', () => resolve(false));
    opener.once('spawn', () => {
      opener.unref();
      resolve(true);
    });
  });
}
