import process from 'node:process';

/** Signals that ask a process to end. */
const ENDING: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** Whether a signal was heard: from then on this process ends in order, also where nobody listens any more. */
let isEnding = false;

/**
 * Calls `listener` for every signal that asks this process to end, until the returned function is called. That nobody reads any more
 * what it writes asks as well, and comes as a hang-up (SIGHUP): once or more often, and together with others, since who presses
 * Ctrl-C ends the rest of a pipeline too.
 */
export function onEndingSignal(listener: (signal: NodeJS.Signals) => void): () => void {
  const hear = (signal: NodeJS.Signals) => {
    isEnding = true;
    listener(signal);
  };
  for (const signal of ENDING) process.on(signal, hear);
  return () => {
    for (const signal of ENDING) process.off(signal, hear);
  };
}

/** Resolves with the next signal that asks this process to end. */
export function nextSignal(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    const stop = onEndingSignal((signal) => {
      stop();
      resolve(signal);
    });
  });
}

/** Asks this process to end since nobody reads what it writes. False: nothing here ends by being asked. */
export function hangUp(): boolean {
  return process.emit('SIGHUP', 'SIGHUP') || isEnding;
}
