import type { IncomingDesk } from './incoming_desk.ts';

/** Something that is told to a desk, and what it comes to. */
export type Story<Desk, Ending> = {
  readonly start: () => Promise<Desk>;
  readonly tell: (desk: Desk) => Promise<void>;
  /** What happens while no process is there. */
  readonly meanwhile?: (desk: Desk) => Promise<void>;
  readonly ending: (desk: Desk) => Promise<Ending>;
};

/**
 * How a story ends, once for each of its commits: the process dies before that commit, and another goes on with the delivery. The last time none
 * dies.
 */
export async function endingsOf<Desk extends IncomingDesk, Ending>(
  story: Story<Desk, Ending>,
): Promise<readonly Ending[]> {
  const endings: Ending[] = [];
  for (let nth = 1; ; nth++) {
    const desk = await story.start();
    const process = dyingBefore(desk, nth);
    await story.tell(desk);
    const hasDied = process.revive();
    if (hasDied) {
      await story.meanwhile?.(desk);
      desk.outage(5_000);
      await desk.process();
    }
    await desk.settle();
    endings.push(await story.ending(desk));
    await desk.stop();
    if (!hasDied) return endings;
  }
}

/** From its commit of this number on, counted from 1, a process makes none any more until it is revived. */
function dyingBefore({ deps: { store } }: IncomingDesk, nth: number) {
  const { command } = store;
  let made = 0;
  const dying: typeof command = async (name, decide) => {
    made += 1;
    if (made >= nth) throw new Error('The process died.');
    return command(name, decide);
  };
  Object.assign(store, { command: dying });
  return {
    /** Says whether it had died. */
    revive: () => {
      Object.assign(store, { command });
      return made >= nth;
    },
  };
}
