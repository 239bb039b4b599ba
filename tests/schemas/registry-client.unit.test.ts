import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { SchemaRegistry } from '@kafkajs/confluent-schema-registry';
import { catalogue } from '@mao/contracts';
import { fileOf, goldenOf } from './stored-schemas.ts';

/** As a Confluent-compatible registry answers: https://docs.confluent.io/platform/current/schema-registry/develop/api.html */
let registry: Server;
let client: SchemaRegistry;

beforeAll(async () => {
  registry = createServer((request, response) => {
    const id = /^\/schemas\/ids\/(\d+)$/.exec(request.url ?? '')?.[1];
    const event = catalogue.events.find((stored) => stored.id === Number(id));
    response.writeHead(event ? 200 : 404, { 'content-type': 'application/vnd.schemaregistry.v1+json' });
    response.end(JSON.stringify(event ? { schema: JSON.stringify(event.schema) } : { error_code: 40_403 }));
  });
  await new Promise<void>((resolve) => registry.listen(0, '127.0.0.1', resolve));
  client = new SchemaRegistry({ host: `http://127.0.0.1:${(registry.address() as AddressInfo).port}` });
});

afterAll(async () => {
  registry.closeAllConnections();
  await new Promise((resolve) => registry.close(resolve));
});

test.each(catalogue.events.map((event) => ({ name: fileOf(event), event })))(
  'M27: a client of a schema registry finds the schema of $name in the frame and reads it',
  async ({ event }) => {
    const golden = goldenOf(event);
    if (golden === undefined) throw new Error('no golden bytes');
    const read: unknown = await client.decode(Buffer.from(golden.hex, 'hex'));
    // Without our logical types: times are numbers there, so names and texts are compared.
    expect(textsOf(JSON.parse(JSON.stringify(read)))).toEqual(textsOf(withoutTimes(golden.data)));
  },
);

const TIME = /^\d{4}-\d{2}-\d{2}(T.*Z)?$/;

const withoutTimes = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (_key, inner: unknown) => (typeof inner === 'string' && TIME.test(inner) ? 0 : inner)));

/** Field names and texts; the order of fields is the schema's in one and the sample's in the other. */
function textsOf(value: unknown): unknown[] {
  if (Array.isArray(value)) return value.map(textsOf);
  if (typeof value !== 'object' || value === null) return typeof value === 'string' ? [value] : [];
  return Object.entries(value)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([name, inner]) => [name, ...textsOf(inner)]);
}
