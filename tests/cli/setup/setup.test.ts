import { chmodSync, existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Home, home, planwright, start } from '../planwright.ts';
import { type FakeGitHub, fakeGitHub, pem } from './fake_github.ts';

let place: Home;
let github: FakeGitHub;
beforeEach(async () => {
  place = home();
  github = await fakeGitHub();
});
afterEach(async () => {
  await github.close();
  place.remove();
});

const credentialsPath = () => join(place.folder, '.planwright', 'github-app.json');
const options = () => ({ cwd: place.folder, variables: { ...place.variables, ...github.variables } });

/** Starts setup and waits for the address of its page. */
async function begin(...args: readonly string[]) {
  const process = start(['setup', '--no-open', ...args], options());
  const url = await new Promise<string>((resolve, reject) => {
    let said = '';
    process.stderr?.on('data', (piece) => {
      said += String(piece);
      const found = /http:\/\/127\.0\.0\.1:\d+\//.exec(said);
      if (found !== null && said.includes('Waiting')) resolve(found[0]);
    });
    process.then(() => reject(new Error(`setup ended: ${said}`)));
  });
  return { process, url };
}

function withoutEntities(html: string): string {
  return html.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&lt;', '<').replaceAll('&amp;', '&');
}

/** What a browser without scripts does: reads the page, presses the button, and gets GitHub's way back. */
async function pressButton(url: string): Promise<string> {
  const page = await (await fetch(url)).text();
  const action = withoutEntities(/<form method="post" action="([^"]+)"/.exec(page)?.[1] ?? '');
  const manifest = withoutEntities(/name="manifest" value="([^"]+)"/.exec(page)?.[1] ?? '');
  const answer = await fetch(action, { method: 'POST', body: new URLSearchParams({ manifest }), redirect: 'manual' });
  return answer.headers.get('location') ?? '';
}

describe('setup', () => {
  test('makes the App through the browser and keeps its key for its user alone', async () => {
    const { process, url } = await begin('--org', 'acme', '--url', 'https://planwright.example.org/', '--json');
    const back = await fetch(await pressButton(url));
    expect(back.status).toBe(200);
    const page = await back.text();
    expect(page).toContain(`${github.origin}/apps/planwright-acme/installations/new`);
    const { exitCode, stdout } = await process;
    expect(exitCode).toBe(0);
    expect(JSON.parse(String(stdout))).toEqual({
      ok: true,
      data: {
        app: {
          id: 4711,
          slug: 'planwright-acme',
          owner: 'acme',
          htmlUrl: `${github.origin}/apps/planwright-acme`,
          settingsUrl: `${github.origin}/organizations/acme/settings/apps/planwright-acme`,
          installUrl: `${github.origin}/apps/planwright-acme/installations/new`,
        },
        credentialsFile: credentialsPath(),
        webhook: { state: 'active', url: 'https://planwright.example.org/api/github/webhooks' },
      },
    });
    expect(JSON.parse(readFileSync(credentialsPath(), 'utf8'))).toEqual({
      appId: 4711,
      slug: 'planwright-acme',
      privateKey: pem,
      webhookSecret: 'made-by-github',
      htmlUrl: `${github.origin}/apps/planwright-acme`,
      owner: 'acme',
    });
    expect(statSync(credentialsPath()).mode & 0o777).toBe(0o600);
    expect(statSync(join(place.folder, '.planwright')).mode & 0o777).toBe(0o700);
    expect(github.asked[0]).toMatchObject({
      path: '/organizations/acme/settings/apps/new',
      manifest: {
        name: 'Planwright acme',
        public: false,
        hook_attributes: { url: 'https://planwright.example.org/api/github/webhooks', active: true },
        default_permissions: { contents: 'write' },
      },
    });
    for (const shown of [String(stdout), page]) {
      expect(shown).not.toContain('made-by-github');
      expect(shown).not.toContain('PRIVATE KEY');
    }
  });

  test('says what comes next, and that the webhook waits for an address', async () => {
    github.webhookSecret = null;
    const { process, url } = await begin('--name', "Ann's plans");
    await fetch(await pressButton(url));
    const { exitCode, stdout } = await process;
    expect(exitCode).toBe(0);
    expect(String(stdout)).toContain(`${github.origin}/apps/planwright-acme/installations/new`);
    expect(String(stdout)).toContain('planwright serve');
    expect(String(stdout)).toContain('The webhook is not active: the service has no public address yet');
    expect(github.asked[0]).toMatchObject({
      path: '/settings/apps/new',
      manifest: { name: "Ann's plans", hook_attributes: { active: false } },
    });
    // GitHub made no secret for a webhook that is not active: the App was given the one that the file holds.
    const { webhookSecret } = JSON.parse(readFileSync(credentialsPath(), 'utf8'));
    expect(webhookSecret).toMatch(/^[0-9a-f]{64}$/);
    expect(github.secretsSet).toEqual([{ secret: webhookSecret, content_type: 'json' }]);
  });

  test('takes no answer but the one to its own question', async () => {
    const { process, url } = await begin();
    const back = new URL(await pressButton(url));
    const forged = new URL(back);
    forged.searchParams.set('state', 'of-somebody-else');
    expect((await fetch(forged)).status).toBe(400);
    const empty = new URL(back);
    empty.searchParams.delete('code');
    expect((await fetch(empty)).status).toBe(400);
    expect((await fetch(new URL('/elsewhere', url))).status).toBe(404);
    expect((await fetch(url, { method: 'POST' })).status).toBe(405);
    expect(existsSync(credentialsPath())).toBe(false);
    expect((await fetch(back)).status).toBe(200);
    expect((await process).exitCode).toBe(0);
  });

  test('ends where GitHub does not take the code', async () => {
    const { process, url } = await begin('--json');
    const back = new URL(await pressButton(url));
    back.searchParams.set('code', 'from-yesterday');
    expect(await (await fetch(back)).text()).toContain('GitHub does not take the code');
    const { exitCode, stdout } = await process;
    expect(exitCode).toBe(3);
    expect(JSON.parse(String(stdout)).error).toMatchObject({ code: 'setup_code_expired' });
    expect(existsSync(credentialsPath())).toBe(false);
  });

  test('goes on where GitHub is in trouble for a moment', async () => {
    github.troubles.push(502);
    const { process, url } = await begin();
    const back = await pressButton(url);
    const first = await fetch(back);
    expect(first.status).toBe(502);
    expect(await first.text()).toContain('Load this page again');
    expect((await fetch(back)).status).toBe(200);
    expect((await process).exitCode).toBe(0);
  });

  test('stops cleanly when it is interrupted', async () => {
    const { process } = await begin('--json');
    process.kill('SIGINT');
    const { exitCode, stdout } = await process;
    expect(exitCode).toBe(130);
    expect(JSON.parse(String(stdout)).error.code).toBe('interrupted');
    expect(existsSync(credentialsPath())).toBe(false);
  });

  test('makes a second App only when asked to, and keeps the first', async () => {
    const first = await begin();
    await fetch(await pressButton(first.url));
    await first.process;
    const before = readFileSync(credentialsPath(), 'utf8');
    const refused = await planwright(['setup', '--no-open'], options());
    expect(refused).toMatchObject({ exitCode: 3, stderr: expect.stringContaining('planwright setup --again') });
    github.webhookSecret = 'made-by-github-again';
    const second = await begin('--again');
    await fetch(await pressButton(second.url));
    expect((await second.process).exitCode).toBe(0);
    expect(JSON.parse(readFileSync(credentialsPath(), 'utf8')).webhookSecret).toBe('made-by-github-again');
    const previous = join(place.folder, '.planwright', 'github-app.previous.json');
    expect(readFileSync(previous, 'utf8')).toBe(before);
    expect(statSync(previous).mode & 0o777).toBe(0o600);
  });

  test('refuses credentials that others can read', async () => {
    const { process, url } = await begin();
    await fetch(await pressButton(url));
    await process;
    chmodSync(credentialsPath(), 0o640);
    const refused = await planwright(['setup', '--no-open'], options());
    expect(refused).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('has mode 0640') });
  });

  test('is refused before anything is made where it cannot work', async () => {
    const run = (...args: readonly string[]) => planwright(['setup', '--no-open', ...args], options());
    expect(await run('--org', 'acme/web')).toMatchObject({ exitCode: 2 });
    expect(await run('--name', 'x'.repeat(35))).toMatchObject({ exitCode: 2 });
    expect(await run('--url', 'planwright.example.org')).toMatchObject({ exitCode: 2 });
    expect(await run('--port', '70000')).toMatchObject({ exitCode: 2 });
    const taken = new URL(github.origin).port;
    expect(await run('--port', taken)).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('choose another'),
    });
    expect(existsSync(credentialsPath())).toBe(false);
    expect(github.asked).toEqual([]);
  });
});

describe('its page', () => {
  test('loads nothing from elsewhere, goes on by itself, and has a button where scripts are off', async () => {
    const { process, url } = await begin();
    const answer = await fetch(url);
    const page = await answer.text();
    const policy = answer.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    const nonce = /<script nonce="([^"]+)">/.exec(page)?.[1] ?? '';
    expect(policy).toContain(`'nonce-${nonce}'`);
    expect(page).toContain('<meta name="viewport"');
    expect(page).toContain('<button type="submit">');
    expect(page).not.toMatch(/(?:src|href)="https?:/);
    process.kill('SIGTERM');
    await process;
  });

  test('is shown only under the address that was printed', async () => {
    const { process, url } = await begin();
    // `fetch` sets the host itself; the name stands for any that leads to this machine.
    const { request } = await import('node:http');
    const status = await new Promise((resolve) => {
      request(url, { headers: { host: 'rebound.example.org' } }, (answer) => resolve(answer.statusCode)).end();
    });
    expect(status).toBe(403);
    process.kill('SIGTERM');
    await process;
  });
});
