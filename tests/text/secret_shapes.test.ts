import { expect, it } from 'vitest';
import { RUNNER_TOKEN_SHAPE } from '../../src/protocol/runner_tokens.ts';
import {
  ANY_SECRET_SHAPE,
  kindOfSecret,
  SECRET_SHAPE_LIMIT,
  SECRET_SHAPES,
  withoutSecretShapes,
} from '../../src/text/secret_shapes.ts';

const mixed = (length: number) => 'aB3dE6gH9jK2mN5pQ8sT1vW4yZ7'.repeat(3).slice(0, length);
const made = (...parts: readonly string[]) => parts.join('');

it.each([
  [made('pwr', '_', mixed(43)), 'a Planwright runner token'],
  [made('ghs', '_', mixed(36)), 'a GitHub token'],
  [made('github', '_pat_', mixed(60)), 'a GitHub token'],
  [made('glpat', '-', mixed(20)), 'a GitLab token'],
  [made('sk-', 'ant-api03-', mixed(40)), 'an Anthropic key'],
  [made('sk-', 'proj-', mixed(40)), 'a key of a model provider'],
  [made('AI', 'za', mixed(35)), 'a Google key'],
  [made('AK', 'IA', mixed(16).toUpperCase()), 'an AWS access key'],
  [made('xox', 'b-', '12-34-', mixed(24)), 'a Slack token'],
  [made('npm', '_', mixed(36)), 'an npm token'],
  [made('sk', '_live_', mixed(24)), 'a Stripe key'],
  [made('hf', '_', mixed(34)), 'a Hugging Face token'],
  [made('-----BEGIN EC PRIVATE', ' KEY-----\n', mixed(60)), 'a private key'],
])('a token is known and taken out: %s', (token, kind) => {
  expect(kindOfSecret(token)).toBe(kind);
  expect(withoutSecretShapes(`x="${token}"`)).toBe('x="[secret]"');
});

it('none takes more of a text than is said', () => {
  const key = made('-----BEGIN ', 'A'.repeat(40), 'PRIVATE', ' KEY-----', mixed(60).repeat(1_000));
  const [found = ''] = new RegExp(ANY_SECRET_SHAPE).exec(key) ?? [];
  expect(found.length).toBeGreaterThan(8_000);
  expect(found.length).toBeLessThanOrEqual(SECRET_SHAPE_LIMIT);
});

it('prose, ids and names stay as they are', () => {
  const text =
    'task-1 ask-me-anything-you-like disk-usage-of-the-whole-machine 0190f000-0000-7000-8000-000000000001 Skaza';
  expect(withoutSecretShapes(text)).toBe(text);
});

it("the runner tokens' own shape is among them", () => {
  expect(SECRET_SHAPES.map(({ pattern }) => pattern)).toContain(RUNNER_TOKEN_SHAPE);
});
