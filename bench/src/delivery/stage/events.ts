import type { Catalogue, EventOf } from '@mao/messaging';
import { newId } from '@mao/service-kit';

/** The event map of the delivery benchmark. */
export interface DeliveryEvents {
  Numbered: { readonly number: number };
  /** What a handler sends on. */
  Echoed: { readonly number: number };
}

export const NUMBERED = 'numbered';
const ECHOES = 'echoes';
export const TOPICS: readonly string[] = [NUMBERED, ECHOES];

/** CloudEvents source of the writers and name of the service. */
export const SERVICE = 'bench';

const topic = (name: string) => ({ name, partitions: 6, retentionMs: 86_400_000 });
const schema = (name: string) => ({ type: 'record', name, namespace: 'bench', fields: [{ name: 'number', type: 'int' }] });

export const deliveryCatalogue: Catalogue = {
  topics: [topic(NUMBERED), topic(ECHOES)],
  events: [
    { id: 1, topic: NUMBERED, type: 'Numbered', version: 1, schema: schema('Numbered') },
    { id: 2, topic: ECHOES, type: 'Echoed', version: 1, schema: schema('Echoed') },
  ],
};

export function numbered(key: string, number: number): EventOf<DeliveryEvents> & { readonly id: string } {
  return { type: 'Numbered', id: newId(), key, data: { number } };
}
