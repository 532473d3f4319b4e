#!/usr/bin/env node
import process from 'node:process';

/** The oldest Node that runs these sources. */
const OLDEST_NODE = 24;

if (Number(process.versions.node.split('.')[0]) < OLDEST_NODE) {
  process.stderr.write(
    `planwright: Node ${OLDEST_NODE} or later is needed, this is ${process.versions.node}; update Node, or start it by \`npm run planwright --\` from a checkout.\n`,
  );
  process.exitCode = 2;
} else {
  // Loaded only now: an older Node would fail on the sources before it could say why.
  const { main } = await import('./cli/commands/main.ts');
  await main(import.meta.filename);
}
