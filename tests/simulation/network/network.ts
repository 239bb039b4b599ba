import { createServer, type RequestListener, type Server } from 'node:http';
import { between } from '../../chaos-run/random.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { actAs, currentParty, type Party } from '../kernel/party.ts';
import { reach } from '../kernel/trap.ts';
import { connectionRefused, connectionReset, exchange, type HttpAnswer, type HttpRequest } from './exchange.ts';

/** The wires between those who talk HTTP: latency, lost requests, lost answers, servers that die. */
export interface Network {
  serve(name: string, party: Party, listener: RequestListener): void;
  /** Rejects as Node's client would. An abort ends only the waiting: what was sent is carried out. */
  request(host: string, message: HttpRequest, signal?: AbortSignal | null): Promise<HttpAnswer>;
  /** From now on this share of all exchanges loses its request, and as many their answer. */
  loseShare(share: number): void;
}

interface Place {
  readonly party: Party;
  readonly server: Server;
  readonly underWay: Set<(error: Error) => void>;
}

export function createNetwork(kernel: Kernel, world: Party): Network {
  const random = kernel.chance('network');
  const places = new Map<string, Place>();
  let lostShare = 0;

  /** What goes to the fake's control interface is no part of what is tested. */
  const isUnlucky = ({ path }: HttpRequest): boolean => random() < lostShare && !path.startsWith('/__fake/');

  function carry(host: string, message: HttpRequest): Promise<HttpAnswer> {
    return new Promise((resolve, reject) => {
      const what = `${message.method} ${host}${message.path.split('?')[0]}`;
      const isLost = isUnlucky(message);
      kernel.afterAt(world, between(random, 0.2, 8), `sent: ${what}`, () => {
        const place = places.get(host);
        if (isLost) return reject(connectionReset());
        if (place === undefined || !place.party.isAlive) return reject(connectionRefused());
        place.underWay.add(reject);
        kernel.afterAt(place.party, 0, `arrives: ${what}`, () => {
          exchange(place.server, host, message)
            .then(resolve, reject)
            .finally(() => place.underWay.delete(reject));
        });
      });
    });
  }

  return {
    serve(name, party, listener) {
      const server = createServer((request, response) => actAs(party, () => listener(request, response)));
      const place: Place = { party, server, underWay: new Set() };
      places.set(name, place);
      party.onDeath.add(() => {
        for (const reject of place.underWay) reject(connectionReset());
      });
    },
    request(host, message, signal) {
      const party = currentParty();
      if (party === undefined) throw new Error('a request that belongs to nobody');
      const isChange = message.method !== 'GET';
      return new Promise((resolve, reject) => {
        const deliver = (what: string, act: () => void): void =>
          void kernel.afterAt(party, between(random, 0.2, 8), `${what} from ${host}`, act);
        const send = (): Promise<void> =>
          carry(host, message).then(
            (answer) => {
              if (isChange) reach(party, 'after-change');
              if (isUnlucky(message)) deliver('lost answer', () => reject(connectionReset()));
              else deliver('answer', () => resolve(answer));
            },
            (error: Error) => deliver('no answer', () => reject(error)),
          );
        if (signal?.aborted) return reject(signal.reason as Error);
        signal?.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
        if (isChange) reach(party, 'before-change');
        // An event of its own: one who is dead or frozen by now does not send, or not yet.
        kernel.afterAt(party, 0, `sends to ${host}`, () => void send());
      });
    },
    loseShare(share) {
      lostShare = share;
    },
  };
}
