import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { testCatalogue } from '../testing/test-catalogue.ts';
import { createRegistryCodec } from './codec.ts';

const asked: string[] = [];
let status = 200;
const server = createServer((request, response) => {
  asked.push(request.url ?? '');
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(status === 200 ? { id: 1_000 + asked.length } : { error_code: 409 }));
});
let url: string;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.close();
});

test('with a registry, ids come from it: one subject per topic and event type, versions in order', async () => {
  const codec = await createRegistryCodec(testCatalogue, url);
  expect(asked.filter((path) => path.includes('OrderPlaced'))).toEqual(Array(2).fill('/subjects/orders-OrderPlaced/versions'));
  const framed = codec.encode('bills', 'BillSent', { amount: 3 });
  expect(framed.readUInt32BE(1)).toBeGreaterThan(1_000);
  expect(codec.decode('bills', 'BillSent', framed)).toEqual({ amount: 3 });
});

test('a registry that refuses a schema refuses the start', async () => {
  status = 409;
  await expect(createRegistryCodec(testCatalogue, url)).rejects.toMatchObject({ code: 'schema-registry-refused' });
});
