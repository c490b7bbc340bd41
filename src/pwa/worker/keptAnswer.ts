import { KEPT_ANSWER } from '../../platform/connection';

/** The same answer with a header that says that it was kept: the page can tell that nobody was reached. */
export function markKept(response: Response): Response {
  const headers = new Headers(response.headers);
  headers.set(KEPT_ANSWER, '1');
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers });
}
