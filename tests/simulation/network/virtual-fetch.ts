import type { Network } from './network.ts';

/** Puts a `fetch` in the place of Node's that reaches the servers of the active world, as far as the load's client uses it. */
export function installVirtualFetch(active: () => Network | undefined): void {
  const real = globalThis.fetch;
  globalThis.fetch = async (input, init = {}) => {
    const network = active();
    if (network === undefined) return real(input, init);
    const url = new URL(String(input));
    const body = init.body === null || init.body === undefined ? '' : String(init.body);
    const headers = Object.fromEntries(new Headers(init.headers).entries());
    if (body !== '') headers['content-length'] = String(Buffer.byteLength(body));
    const message = { method: init.method ?? 'GET', path: `${url.pathname}${url.search}`, headers, body };
    const answer = await network.request(url.hostname, message, init.signal ?? null);
    const isEmpty = answer.status === 204 || answer.body === '';
    return new Response(isEmpty ? null : answer.body, { status: answer.status });
  };
}
