import { randomUUID } from 'node:crypto';
import { detectBubblewrap } from '../../../../runner/sandbox/detect_bubblewrap.ts';
import type { Check } from '../check.ts';

/** The sandbox of runners. A machine that only serves needs none. */
export const bubblewrapCheck: Check = {
  id: 'bubblewrap',
  title: 'Sandbox',
  run: async ({ context }) => {
    const found = await detectBubblewrap(context.variables.PATH ?? '', `trial/${randomUUID()}`);
    if (found.state === 'available') return { state: 'ok', what: `bubblewrap ${found.version} works` };
    const consequence =
      'A runner for a service refuses to start here; in local plans agents run unconfined, and what they leave behind is swept as well as it can be.';
    return { state: 'warn', what: `${found.why} ${consequence}`, mend: found.remedy };
  },
};
