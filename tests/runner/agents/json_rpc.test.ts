import { describe, expect, it } from 'vitest';
import { JsonRpc, type RpcAnswer, type RpcId } from '../../../runner/agents/json_rpc.ts';

function connect() {
  const wrote: unknown[] = [];
  const notified: unknown[] = [];
  const requested: { readonly id: RpcId; readonly method: string; readonly params: unknown }[] = [];
  const rpc = new JsonRpc((text) => wrote.push(JSON.parse(text)), {
    onNotification: (method, params) => notified.push({ method, params }),
    onRequest: (id, method, params) => requested.push({ id, method, params }),
  });
  const receive = (message: unknown): void => rpc.read(Buffer.from(`${JSON.stringify(message)}\n`));
  return { rpc, wrote, notified, requested, receive };
}

describe('calls', () => {
  it('are answered by their ids, in any order', () => {
    const { rpc, wrote, receive } = connect();
    const answers: [string, RpcAnswer][] = [];
    rpc.call('first', { a: 1 }, (answer) => answers.push(['first', answer]));
    rpc.call('second', {}, (answer) => answers.push(['second', answer]));
    expect(wrote).toEqual([
      { jsonrpc: '2.0', id: 1, method: 'first', params: { a: 1 } },
      { jsonrpc: '2.0', id: 2, method: 'second', params: {} },
    ]);
    receive({ jsonrpc: '2.0', id: 2, error: { code: 429, message: 'Slow down', data: { more: true } } });
    // Codex leaves the version out.
    receive({ id: 1, result: { ok: true } });
    expect(answers).toEqual([
      ['second', { kind: 'error', error: { code: 429, message: 'Slow down', data: { more: true } } }],
      ['first', { kind: 'result', result: { ok: true } }],
    ]);
  });

  it('are answered once', () => {
    const { rpc, receive } = connect();
    let answers = 0;
    rpc.call('once', {}, () => {
      answers += 1;
    });
    receive({ id: 1, result: null });
    receive({ id: 1, result: null });
    receive({ id: 7, result: null });
    expect(answers).toBe(1);
  });

  it('are not answered by what the other side asks under the same id', () => {
    const { rpc, requested, receive } = connect();
    let answers = 0;
    rpc.call('mine', {}, () => {
      answers += 1;
    });
    receive({ id: 1, method: 'theirs', params: {} });
    expect(answers).toBe(0);
    expect(requested).toEqual([{ id: 1, method: 'theirs', params: {} }]);
  });
});

describe('the other side', () => {
  it('tells and asks, and is answered by its own ids', () => {
    const { rpc, wrote, notified, requested, receive } = connect();
    receive({ method: 'news', params: [1] });
    receive({ id: 'q-1', method: 'allow', params: { what: 'write' } });
    receive({ id: 0, method: 'read' });
    rpc.respond('q-1', { allowed: true });
    rpc.refuse(0, 'read');
    expect(notified).toEqual([{ method: 'news', params: [1] }]);
    expect(requested).toEqual([
      { id: 'q-1', method: 'allow', params: { what: 'write' } },
      { id: 0, method: 'read', params: undefined },
    ]);
    expect(wrote).toEqual([
      { jsonrpc: '2.0', id: 'q-1', result: { allowed: true } },
      { jsonrpc: '2.0', id: 0, error: { code: -32_601, message: 'read is not offered' } },
    ]);
  });

  it('may print what is no message', () => {
    const { rpc, notified, receive } = connect();
    rpc.read(Buffer.from('Welcome!\n{"id":{"no":"id"}}\n[]\n'));
    receive({ method: 'news' });
    expect(notified).toEqual([{ method: 'news', params: undefined }]);
  });

  it('may end in the middle of a line', () => {
    const { rpc, notified } = connect();
    rpc.read(Buffer.from('{"method":"last"}'));
    expect(notified).toEqual([]);
    rpc.end();
    expect(notified).toHaveLength(1);
  });
});
