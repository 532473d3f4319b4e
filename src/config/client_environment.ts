import { z } from 'zod';
import { EnvironmentError } from './environment_error.ts';
import { readVariables, type Variables } from './read_variables.ts';
import { HttpUrl, Token } from './variable.ts';

/** The service that the command line talks to. */
export type ServiceAddress = { readonly url: string; readonly token: string };

const Schema = z.object({ PLANWRIGHT_URL: HttpUrl.optional(), OPERATOR_TOKEN: Token.optional() });

const mends: Record<keyof typeof Schema.shape, string> = {
  PLANWRIGHT_URL: 'Give the address of the service, or leave it out to use the local runs of this repository.',
  OPERATOR_TOKEN: 'Give the operator token of the service.',
};

/**
 * The service named by `PLANWRIGHT_URL` and `OPERATOR_TOKEN`, or undefined where no URL is given: then the runs of the
 * repository around are meant.
 * @throws EnvironmentError
 */
export function readServiceAddress(variables: Variables): ServiceAddress | undefined {
  const read = readVariables(Schema, mends, variables);
  if (read.PLANWRIGHT_URL === undefined) return undefined;
  if (read.OPERATOR_TOKEN === undefined) {
    throw new EnvironmentError([{ name: 'OPERATOR_TOKEN', what: 'is not set', mend: mends.OPERATOR_TOKEN }]);
  }
  return { url: read.PLANWRIGHT_URL, token: read.OPERATOR_TOKEN };
}
