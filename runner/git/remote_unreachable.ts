/** How git names the answer of an HTTP server that was an error. */
const statusPattern = /(?:returned error: |RPC failed; HTTP )(\d{3})/;

/** Answers below 500 that say nothing about what was asked: the server took too long, or was asked too often. */
const passingStatuses: readonly number[] = [408, 429];

/** Transport that failed without an answer: no name, no connection, or one that broke off. */
const transportPattern =
  /unable to access 'https?:\/\/|RPC failed;|unexpected disconnect while reading sideband packet|early EOF|Internal Server Error/;

/** A server whose certificate is wrong is reached, and waiting does not mend it. */
const certificatePattern = /certificate/i;

/**
 * Whether what git wrote says that the remote could not be reached or was out of order, which passes by itself: an answer of
 * 5xx, no connection, a time-out. Any other refusal is an answer.
 */
export function tellsOfUnreachableRemote(complaint: string): boolean {
  const status = statusPattern.exec(complaint)?.[1];
  if (status !== undefined) return Number(status) >= 500 || passingStatuses.includes(Number(status));
  return transportPattern.test(complaint) && !certificatePattern.test(complaint);
}
