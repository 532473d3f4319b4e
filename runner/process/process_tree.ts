import {
  hasInEnvironment,
  isAlive,
  outputChannels,
  type ProcessIdentity,
  type ProcessRow,
  readProcessTable,
} from './process_table.ts';

/** The variable that marks every process of a command; its value is unique for the command. */
export const MARK_VARIABLE = 'PLANWRIGHT_ATTEMPT_MARK';

/** A running command with everything it started. */
export type ProcessTree = {
  readonly traits: TreeTraits;
  /** All that live now. */
  members(): ProcessIdentity[];
  /** Those that are asked to end by themselves: the members without those that only hold the others together. */
  stoppable(): ProcessIdentity[];
};

/** What identifies the processes of a command that runs without a pid namespace. */
export type TreeTraits = {
  /** The number of the command's own process, of its group and of its session. Undefined before it is known. */
  readonly groupId?: number;
  /** The command's own process; undefined also where the system has no `/proc`. */
  readonly leader?: ProcessIdentity;
  readonly mark: string;
  /** The command's own stdout and stderr: whoever holds them was started by it. */
  readonly channels: readonly string[];
};

/**
 * A command in a session of its own. Members are found by session, group, descent, mark and open output; a process
 * that left all five (`env -i setsid`, orphaned, output closed) is missed, and so is one that is another at every look
 * because it forks a session of its own and exits, over and over. Only a pid namespace holds those.
 */
export function sessionTree(traits: TreeTraits): ProcessTree {
  const members = (): ProcessIdentity[] => findMembers(traits, readProcessTable());
  return { traits, members, stoppable: members };
}

/**
 * A command in a pid namespace made by bubblewrap. Its init holds everything inside: orphans go to it, its death kills
 * all, and the kernel lets it die only after all (pid_namespaces(7)). So bwrap and the init stand for the whole tree.
 *
 * @param init undefined until bwrap has told it; so long the tree is found as without a namespace
 */
export function namespaceTree(traits: TreeTraits, init: () => ProcessIdentity | undefined): ProcessTree {
  const withoutNamespace = sessionTree(traits);
  return {
    traits,
    members() {
      const known = init();
      if (known === undefined) return withoutNamespace.members();
      return [traits.leader, known].filter((holder) => holder !== undefined).filter(isAlive);
    },
    stoppable() {
      const known = init();
      if (known === undefined) return [];
      const family = withDescendants(readProcessTable(), (row) => isSame(row, known));
      return family.filter((row) => !isSame(row, known));
    },
  };
}

/** Selects from a snapshot; exported for its test. */
export function findMembers(traits: TreeTraits, table: readonly ProcessRow[]): ProcessRow[] {
  const { leader, mark, channels } = traits;
  // The session's number is free for others once the leader is gone; whoever bears it with another start is a stranger.
  const stranger = leader !== undefined && table.some((row) => row.pid === leader.pid && !isSame(row, leader));
  const isMember = (row: ProcessRow): boolean => {
    if (row.pid === process.pid) return false;
    if (leader !== undefined) {
      if (isSame(row, leader)) return true;
      if (row.startTicks < leader.startTicks) return false;
      if (!stranger && (row.sessionId === leader.pid || row.groupId === leader.pid)) return true;
    }
    if (hasInEnvironment(row.pid, MARK_VARIABLE, `${mark}\0`)) return true;
    return channels.length > 0 && outputChannels(row.pid).some((channel) => channels.includes(channel));
  };
  return withDescendants(table, isMember);
}

/** The processes that bear a mark beginning with `prefix`, and what descends from them: what a dead runner left. */
export function findMarked(prefix: string): ProcessIdentity[] {
  const isMarked = (row: ProcessRow): boolean =>
    row.pid !== process.pid && hasInEnvironment(row.pid, MARK_VARIABLE, prefix);
  return withDescendants(readProcessTable(), isMarked);
}

function withDescendants(table: readonly ProcessRow[], isRoot: (row: ProcessRow) => boolean): ProcessRow[] {
  const children = Map.groupBy(table, (row) => row.parentPid);
  const found = new Set<ProcessRow>(table.filter(isRoot));
  // A Set iterates over what is added while it is iterated, so this walks the whole family.
  for (const row of found) {
    for (const child of children.get(row.pid) ?? []) found.add(child);
  }
  return [...found];
}

function isSame(one: ProcessIdentity, other: ProcessIdentity): boolean {
  return one.pid === other.pid && one.startTicks === other.startTicks;
}
