import process from 'node:process';
import type { Check } from '../check.ts';

const OLDEST_NODE = 24;

/** The Node that runs this. An older one would not have come so far, but may be the first on the PATH of a service manager. */
export const nodeCheck: Check = {
  id: 'node',
  title: 'Node',
  run: async () => {
    const { node } = process.versions;
    if (Number(node.split('.')[0]) >= OLDEST_NODE) return { state: 'ok', what: node };
    return { state: 'fail', what: `${node} is too old`, mend: `Install Node ${OLDEST_NODE} or later.` };
  },
};
