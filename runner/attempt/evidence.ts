import { type CommandEnd, EVIDENCE_TAIL_LIMIT, type Evidence } from '../../src/protocol/evidence.ts';
import type { PathRule } from '../../src/protocol/execution_request.ts';
import type { Ended } from '../process/ended.ts';

/** A command, and the paths that it is for; absent: for all. */
export type RanCommand = {
  readonly step: Evidence['step'];
  readonly argv: readonly string[];
  readonly when?: readonly string[] | undefined;
};

/** The most commands that an outcome lists; the protocol's limit. */
const EVIDENCE_LIMIT = 256;

/** What the runner saw of the commands of one attempt, in order. */
export class EvidenceList {
  readonly #entries: Evidence[] = [];

  add({ step, argv, when }: RanCommand, ended: Ended, commit: string | null, outputTail: string): void {
    this.#entries.push({
      step,
      argv: [...argv],
      ...(when === undefined ? {} : { when: [...when] }),
      end: toCommandEnd(ended),
      durationMs: Math.round(ended.durationMs),
      commit,
      outputTail: outputTail.slice(-EVIDENCE_TAIL_LIMIT),
    });
  }

  /** A command for paths none of which has changed. */
  leaveOut(step: Evidence['step'], { argv, when }: PathRule, commit: string): void {
    const end = { kind: 'not_needed' } as const;
    this.#entries.push({ step, argv: [...argv], when: [...when], end, durationMs: 0, commit, outputTail: '' });
  }

  /** All of it, or, of more than the protocol carries, the last. */
  toArray(): Evidence[] {
    return this.#entries.slice(-EVIDENCE_LIMIT);
  }
}

/** How a command ended, in the words of the protocol. */
function toCommandEnd(ended: Ended): CommandEnd {
  switch (ended.how) {
    case 'exited':
      return { kind: 'exited', exitCode: ended.exitCode };
    case 'signaled':
      return { kind: 'signaled', signal: ended.signal };
    case 'timed_out':
      return { kind: 'timed_out' };
    case 'canceled':
      return { kind: 'canceled' };
    case 'could_not_start':
      return { kind: 'could_not_start', message: ended.message.slice(0, 2_000) };
    default:
      return ended satisfies never;
  }
}
