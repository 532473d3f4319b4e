import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { read, sourceFiles } from './source_files.ts';

/** Packages that call models: the makers' own, those of clouds and gateways, frameworks above them, models run in process. */
const MODEL_PACKAGES: readonly RegExp[] = [
  /^openai(-.+)?$/,
  /^@openai\//,
  /^@anthropic-ai\//,
  /^@google\/(genai|generative-ai|gemini.*)$/,
  /^@google-cloud\/(vertexai|aiplatform)$/,
  /^@aws-sdk\/client-(bedrock|sagemaker).*/,
  /^@azure(-rest)?\/(openai|ai-.+)$/,
  /^@?mistralai(\/.+)?$/,
  /^(cohere-ai|groq-sdk|replicate|ollama|together-ai|fireworks-ai|openrouter.*|@openrouter\/.+)$/,
  /^@?(huggingface|xenova)\//,
  /^(ai|@ai-sdk\/.+|workers-ai-provider)$/,
  /^@?(langchain|llamaindex|mastra|genkit-ai|copilotkit)(\/.+|$)/,
  /^(langsmith|litellm|tokenjs|token\.js|multi-llm-ts|node-llama-cpp|gpt4all|@lmstudio\/.+)$/,
  /^(tiktoken|js-tiktoken|gpt-tokenizer|@dqbd\/tiktoken)$/,
  // The agents themselves: a runner finds them on its machine.
  /^(opencode-ai|@opencode-ai\/.+|@aaif\/.+|@agentclientprotocol\/(claude|codex)-.+)$/,
];

/** Where models are asked. */
const MODEL_HOSTS =
  /\b(api\.(openai|anthropic|mistral|cohere|groq|deepseek|together|x|fireworks)\.(com|ai|xyz)|(generativelanguage|aiplatform)\.googleapis\.com|openrouter\.ai|openai\.azure\.com|bedrock-runtime|api-inference\.huggingface\.co)\b/;

/** Who may reach out of its process, and to whom. What answers only (a server that listens) has no place here. */
const WHO_CONNECTS: Readonly<Record<string, string>> = {
  'runner/egress/egress_proxy.ts': 'hosts that the runner file lists, for what a task runs',
  'runner/egress/run_with_egress.ts': 'the same',
  'runner/node_dependencies.ts': 'the service, by the client of runner/worker',
  'runner/tools/egress_forwarder.ts': 'the proxy of its own runner, by a socket in the file system',
  'runner/tools/planwright_tool.ts': 'its own runner, by a socket in the file system',
  'src/cli/client/answers.ts': 'a service that may be running',
  'src/cli/doctor/checks/clock.ts': 'GitHub',
  'src/cli/doctor/checks/public_url.ts': 'the service itself, by its public address',
  'src/github/read/job_log.ts': 'the store of logs that GitHub names, without a token',
  'src/store/client/open_database.ts': 'the database',
};

const CONNECTS =
  /(?<![.\w])fetch\(|^\s+fetch,$|\bnew WebSocket\(|\{[^}]*\b(?:connect|createConnection|request|get|Agent)\b[^}]*\} from 'node:(?:net|tls|https?|http2|dgram)'|import \w+ from 'node:(?:net|tls|https?|http2|dgram)'/m;

/** Not calls of the network: a function with that name of a file's own. */
const OWN_FETCH = /import \{[^}]*\bfetch\b[^}]*\} from '\.|function fetch\(/;

const Lockfile = z.object({ packages: z.record(z.string(), z.unknown()) });

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
}

function isOfModels(name: string): boolean {
  return MODEL_PACKAGES.some((pattern) => pattern.test(name));
}

describe('Planwright calls no model', () => {
  it('and depends on nothing that does, however deep and for whatever purpose', () => {
    const { packages } = Lockfile.parse(JSON.parse(read('package-lock.json')));
    const names = Object.keys(packages).filter((path) => path !== '');
    expect(names.length).toBeGreaterThan(100);
    expect(names.map(nameOf).filter(isOfModels)).toEqual([]);
  });

  it('nor asks for such a package without locking it', () => {
    const dependencies = /"\w*[dD]ependencies": \{(.*?)\}/gs;
    const named = [...read('package.json').matchAll(dependencies)].flatMap(([, body = '']) =>
      [...body.matchAll(/"([^"]+)":/g)].map(([, name = '']) => name),
    );
    expect(named).toContain('zod');
    expect(named.filter(isOfModels)).toEqual([]);
  });

  it('whose packages would be known by their names', () => {
    const some = ['openai', '@anthropic-ai/sdk', '@google/genai', 'ai', '@ai-sdk/openai-compatible', '@langchain/core'];
    const more = ['langchain', '@aws-sdk/client-bedrock-runtime', 'ollama', 'cohere-ai', '@mistralai/mistralai'];
    expect([...some, ...more].filter((name) => !isOfModels(name))).toEqual([]);
    expect(['ajv', 'ai-tooltip', 'execa', '@octokit/openapi-types'].filter(isOfModels)).toEqual([]);
  });

  it('and no source names a place where models are asked', () => {
    expect(sourceFiles().filter((file) => MODEL_HOSTS.test(read(file)))).toEqual([]);
    expect('https://api.openai.com/v1').toMatch(MODEL_HOSTS);
  });

  it('and whoever connects to anything says to whom, in the table of this test', () => {
    const connecting = sourceFiles().filter((file) => CONNECTS.test(read(file)) && !OWN_FETCH.test(read(file)));
    expect(connecting).toEqual(Object.keys(WHO_CONNECTS));
  });
});
