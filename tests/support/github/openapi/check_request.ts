import { readFileSync } from 'node:fs';
import { Ajv, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import type { OperationId } from './operation_ids.ts';

type Schema = Record<string, unknown>;

/** One operation as GitHub describes it. */
export type Operation = {
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  readonly path: string;
  readonly parameters: readonly {
    readonly name: string;
    readonly in: 'path' | 'query';
    readonly required: boolean;
    readonly schema: Schema;
  }[];
  readonly bodyRequired?: boolean;
  readonly body?: Schema;
};

const { operations } = JSON.parse(readFileSync(new URL('operations.json', import.meta.url), 'utf8')) as {
  operations: Record<OperationId, Operation>;
};

const options = { strict: false, allErrors: true } as const;
const bodies = new Ajv(options);
const parameters = new Ajv({ ...options, coerceTypes: true });
for (const ajv of [bodies, parameters]) {
  addFormats.default(ajv);
  ajv.addFormat('repo.nwo', /^[^/]+(\/[^/]+)?$/);
}

const validators = new Map<string, ValidateFunction>();

/** The operation of that name. */
export function operationNamed(id: OperationId): Operation {
  return operations[id];
}

/** What a request says that GitHub's description does not allow; empty if all is well. */
export function checkRequest(
  id: OperationId,
  request: {
    readonly path: Readonly<Record<string, string>>;
    readonly query: URLSearchParams;
    readonly body: unknown;
  },
): string[] {
  return [
    ...checkParameters(id, 'path', request.path),
    ...checkParameters(id, 'query', Object.fromEntries(request.query)),
    ...checkBody(id, request.body),
  ];
}

function checkParameters(id: OperationId, place: 'path' | 'query', given: Readonly<Record<string, string>>): string[] {
  const known = operations[id].parameters.filter((parameter) => parameter.in === place);
  const validate = validatorOf(`${id} ${place}`, parameters, () => ({
    type: 'object',
    properties: Object.fromEntries(known.map(({ name, schema }) => [name, schema])),
    required: known.filter(({ required }) => required).map(({ name }) => name),
    additionalProperties: false,
  }));
  return problemsOf(validate, { ...given }, place);
}

/** A property at the top that GitHub does not know is a misspelt one. */
function checkBody(id: OperationId, body: unknown): string[] {
  const { body: schema, bodyRequired } = operations[id];
  if (schema === undefined) return body === undefined ? [] : ['body: none is expected'];
  if (body === undefined) return bodyRequired ? ['body: is missing'] : [];
  const closed = 'properties' in schema ? { additionalProperties: false, ...schema } : schema;
  return problemsOf(
    validatorOf(`${id} body`, bodies, () => closed),
    body,
    'body',
  );
}

function validatorOf(key: string, ajv: Ajv, schema: () => Schema): ValidateFunction {
  const known = validators.get(key);
  if (known !== undefined) return known;
  const made = ajv.compile(schema());
  validators.set(key, made);
  return made;
}

function problemsOf(validate: ValidateFunction, value: unknown, place: string): string[] {
  if (validate(value)) return [];
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }) =>
      `${place}${instancePath}: ${message}${'additionalProperty' in params ? ` (${params.additionalProperty})` : ''}`,
  );
}
