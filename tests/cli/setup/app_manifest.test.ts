import { describe, expect, test } from 'vitest';
import { manifestFor, readAppManifest, webhookOf } from '../../../src/cli/setup/app_manifest.ts';

describe('app.yml', () => {
  test('asks for what the whole product needs, and for no more', async () => {
    const manifest = await readAppManifest();
    expect(manifest.public).toBe(false);
    expect(manifest.default_permissions).toEqual({
      metadata: 'read',
      contents: 'write',
      issues: 'write',
      pull_requests: 'write',
      checks: 'write',
      members: 'read',
      actions: 'write',
    });
    expect(manifest.default_events).toEqual([
      'issues',
      'issue_comment',
      'sub_issues',
      'issue_dependencies',
      'pull_request',
      'pull_request_review',
      'pull_request_review_comment',
      'pull_request_review_thread',
      'check_run',
      'check_suite',
      'push',
      'installation',
      'installation_repositories',
    ]);
  });

  test('is sent without the events that GitHub refuses to be asked for', async () => {
    const webhook = webhookOf('https://planwright.example.org', 'https://github.com');
    const redirectUrl = 'http://127.0.0.1:4000/callback';
    const details = { name: 'Plans of Acme', publicUrl: 'https://planwright.example.org', webhook, redirectUrl };
    const sent = manifestFor(await readAppManifest(), details);
    expect(sent).toMatchObject({
      name: 'Plans of Acme',
      public: false,
      redirect_url: redirectUrl,
      hook_attributes: { url: 'https://planwright.example.org/api/github/webhooks', active: true },
    });
    expect(sent.default_events).toHaveLength(11);
    expect(sent.default_events).not.toContain('installation');
    expect(sent.default_events).not.toContain('installation_repositories');
  });

  test('has no active webhook where GitHub could not reach it', () => {
    expect(webhookOf(undefined, 'https://github.com').state).toBe('inactive');
    expect(webhookOf('http://127.0.0.1:3000', 'https://github.com').state).toBe('inactive');
    expect(webhookOf('http://127.0.0.1:3000', 'http://127.0.0.1:8080').state).toBe('active');
  });
});
