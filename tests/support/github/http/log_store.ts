import { type HttpHandler, HttpResponse, http } from 'msw';
import type { World } from '../world.ts';

/** Where the logs of jobs lie: no part of the API. */
export const LOG_STORE = '/storage/logs';

/** A store elsewhere, which lets in whoever knows the address, and like the real one nobody who shows a token of another house. */
export function logStore({ state }: World): HttpHandler {
  return http.get(`*${LOG_STORE}/:repository/:job`, ({ request, params }) => {
    if (request.headers.has('authorization')) return new HttpResponse('InvalidAuthenticationInfo', { status: 401 });
    const check = state.repositories.get(Number(params.repository))?.checkRuns.get(Number(params.job));
    return check === undefined ? new HttpResponse(null, { status: 404 }) : new HttpResponse(check.log);
  });
}
