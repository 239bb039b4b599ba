import { AppError } from '@mao/service-kit';
import type { EventSchema } from '../catalogue.ts';

const TIMEOUT_MS = 5_000;

/**
 * Registers every schema (which looks it up if it is there already) in version order and takes the registry's ids.
 * API: https://docs.confluent.io/platform/current/schema-registry/develop/api.html#post--subjects-(string-%20subject)-versions
 * @throws AppError `schema-registry-refused`
 */
export async function registerSchemas(registryUrl: string, events: readonly EventSchema[]): Promise<EventSchema[]> {
  const registered: EventSchema[] = [];
  // One after the other: the registry numbers versions in the order in which it sees them.
  for (const event of events.toSorted((a, b) => a.version - b.version)) {
    registered.push({ ...event, id: await register(registryUrl, event) });
  }
  return registered;
}

async function register(registryUrl: string, event: EventSchema): Promise<number> {
  const subject = encodeURIComponent(`${event.topic}-${event.type}`);
  const response = await fetch(`${registryUrl.replace(/\/$/, '')}/subjects/${subject}/versions`, {
    method: 'POST',
    headers: { 'content-type': 'application/vnd.schemaregistry.v1+json' },
    body: JSON.stringify({ schema: JSON.stringify(event.schema) }),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  const body: unknown = await response.json();
  if (response.ok && typeof body === 'object' && body !== null && 'id' in body && typeof body.id === 'number') return body.id;
  throw new AppError('schema-registry-refused', { message: `subject ${subject}: HTTP ${response.status}` });
}
