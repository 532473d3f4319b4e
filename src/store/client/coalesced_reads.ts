import type { Client, InArgs, InStatement, ResultSet, TransactionMode } from '@libsql/client';

type Read = {
  readonly statement: InStatement;
  readonly resolve: (result: ResultSet) => void;
  readonly reject: (error: unknown) => void;
};

/** The most reads in one request; a server bounds the size of its answer (sqld: 10 MB). */
const maxReads = 64;

/**
 * A client for reading from a server, whose `execute` calls of the same moment travel as one request.
 *
 * The commands of a group all read before any of them writes, and over HTTP each read would cost a request: one
 * request for all is several times as fast, and gives them one snapshot. Where the request as a whole fails, each
 * read is sent by itself, so that a faulty read fails only its own caller.
 */
export function coalesceReads(client: Client): Client {
  let gathering: Read[] = [];

  async function send(reads: readonly Read[]): Promise<void> {
    const [first] = reads;
    if (first === undefined) return;
    if (reads.length === 1) return sendAlone(first);
    try {
      const results = await client.batch(
        reads.map((read) => read.statement),
        'read',
      );
      for (const [index, result] of results.entries()) reads[index]?.resolve(result);
    } catch {
      await Promise.all(reads.map(sendAlone));
    }
  }

  function sendAlone(read: Read): Promise<void> {
    return client.execute(read.statement).then(read.resolve, read.reject);
  }

  function execute(statement: InStatement | string, args?: InArgs): Promise<ResultSet> {
    return new Promise((resolve, reject) => {
      // The next tick comes when no promise is left to go on: every reader of this moment has asked by then.
      if (gathering.length === 0) process.nextTick(() => void send(gather()));
      gathering.push({
        statement: typeof statement === 'string' ? { sql: statement, args: args ?? [] } : statement,
        resolve,
        reject,
      });
      if (gathering.length >= maxReads) void send(gather());
    });
  }

  function gather(): readonly Read[] {
    const reads = gathering;
    gathering = [];
    return reads;
  }

  return {
    execute,
    batch: (statements, mode) => client.batch(statements, mode),
    migrate: (statements) => client.migrate(statements),
    transaction: (mode?: TransactionMode) => client.transaction(mode ?? 'read'),
    executeMultiple: (sql) => client.executeMultiple(sql),
    sync: () => client.sync(),
    reconnect: () => client.reconnect(),
    close: () => client.close(),
    get closed() {
      return client.closed;
    },
    get protocol() {
      return client.protocol;
    },
  };
}
