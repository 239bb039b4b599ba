import { Dispatcher } from 'undici';
import type { HttpAnswer } from './exchange.ts';
import type { Network } from './network.ts';

/** Carries the Graph client's requests over the simulated network. */
export class VirtualDispatcher extends Dispatcher {
  readonly #network: Network;

  constructor(network: Network) {
    super();
    this.#network = network;
  }

  /** `request` of undici 7 speaks to a dispatcher by the older set of handlers. */
  override dispatch(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): boolean {
    const abort = new AbortController();
    handler.onConnect?.((reason) => abort.abort(reason));
    const url = new URL(options.path, String(options.origin));
    const body = typeof options.body === 'string' ? options.body : '';
    const headers = { ...(options.headers as Record<string, string>), 'content-length': String(Buffer.byteLength(body)) };
    const message = { method: options.method, path: `${url.pathname}${url.search}`, headers, body };
    this.#network.request(url.hostname, message, abort.signal).then(
      (answer) => deliver(handler, answer),
      (error: Error) => handler.onError?.(error),
    );
    return true;
  }
}

function deliver(handler: Dispatcher.DispatchHandler, answer: HttpAnswer): void {
  const raw = Object.entries(answer.headers).flatMap(([name, value]) => [Buffer.from(name), Buffer.from(String(value))]);
  handler.onHeaders?.(answer.status, raw, () => undefined, '');
  handler.onData?.(Buffer.from(answer.body, 'utf8'));
  handler.onComplete?.([]);
}
