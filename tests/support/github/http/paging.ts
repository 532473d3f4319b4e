import { type Answer, type Call, ok } from './endpoint.ts';

const usualPageSize = 30;
const longestPage = 100;

/** How many things a page has, and which page is asked for. */
export function pageAsked({ query }: Pick<Call, 'query'>): { readonly page: number; readonly size: number } {
  const size = Math.min(Math.max(Number(query.get('per_page') ?? usualPageSize), 1), longestPage);
  return { page: Math.max(Number(query.get('page') ?? 1), 1), size };
}

/** The page that is asked for, with links to the others as GitHub gives them. */
export function paged<Thing>(
  call: Call,
  things: readonly Thing[],
  wrap: (page: Thing[]) => unknown = (page) => page,
): Answer {
  const { page, size } = pageAsked(call);
  const last = Math.max(Math.ceil(things.length / size), 1);
  const link = (number: number, rel: string) => {
    const url = new URL(call.url);
    url.searchParams.set('page', `${number}`);
    return `<${url.href}>; rel="${rel}"`;
  };
  const links = [
    ...(page > 1 ? [link(page - 1, 'prev'), link(1, 'first')] : []),
    ...(page < last ? [link(page + 1, 'next'), link(last, 'last')] : []),
  ];
  const shown = things.slice((page - 1) * size, page * size);
  return ok(wrap(shown), links.length === 0 ? {} : { link: links.join(', ') });
}
