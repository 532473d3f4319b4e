import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { remoteOptions } from '../../../runner/git/credential.ts';
import { runGit } from '../../../runner/git/git.ts';
import { tellsOfUnreachableRemote } from '../../../runner/git/remote_unreachable.ts';

const ADDRESS = "fatal: unable to access 'https://example.org/a.git/': ";

test.each([
  `${ADDRESS}The requested URL returned error: 502`,
  `${ADDRESS}The requested URL returned error: 429`,
  `${ADDRESS}Could not resolve host: example.org`,
  `${ADDRESS}Failed to connect to example.org port 443 after 3 ms: Couldn't connect to server`,
  `${ADDRESS}Failed to connect to example.org port 443 after 130000 ms: Connection timed out`,
  `${ADDRESS}Operation too slow. Less than 1 bytes/sec transferred the last 120 seconds`,
  `${ADDRESS}Empty reply from server`,
  'error: RPC failed; HTTP 503 curl 22 The requested URL returned error: 503\nfatal: the remote end hung up unexpectedly',
  'error: RPC failed; curl 56 Recv failure: Connection reset by peer',
  'fetch-pack: unexpected disconnect while reading sideband packet\nfatal: early EOF',
  '! [remote rejected] a -> b (Internal Server Error)',
])('passes by itself: %s', (complaint) => {
  expect(tellsOfUnreachableRemote(complaint)).toBe(true);
});

test.each([
  `${ADDRESS}The requested URL returned error: 403`,
  `${ADDRESS}The requested URL returned error: 404`,
  `${ADDRESS}SSL certificate problem: self-signed certificate`,
  'error: RPC failed; HTTP 413 curl 22 The requested URL returned error: 413\nfatal: the remote end hung up unexpectedly',
  "fatal: unable to access '/etc/gitconfig': Permission denied",
  "fatal: couldn't find remote ref refs/heads/gone",
  '! [remote rejected] a -> b (pre-receive hook declined)',
])('is an answer: %s', (complaint) => {
  expect(tellsOfUnreachableRemote(complaint)).toBe(false);
});

test('a port where nobody listens is an unreachable remote', async () => {
  const reached = runGit(['ls-remote', 'http://127.0.0.1:1/a.git']);
  await expect(reached).rejects.toMatchObject({ code: 'remote_unreachable' });
});

test('uses of the network that begin at once on a fresh machine all get their program', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'askpass-'));
  try {
    const file = join(folder, 'askpass.sh');
    const credential = { username: 'x-access-token', token: 'ghs_token' };
    await Promise.all(Array.from({ length: 20 }, () => remoteOptions(file, credential)));
    expect(await readdir(folder)).toEqual(['askpass.sh']);
  } finally {
    await rm(folder, { recursive: true });
  }
});
