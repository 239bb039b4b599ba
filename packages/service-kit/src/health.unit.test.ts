import { afterEach, expect, test } from '@jest/globals';
import express from 'express';
import { healthRoutes, type ReadinessCheck } from './health.ts';
import { type HttpServer, startHttpServer } from './http-server.ts';
import { createMetrics } from './metrics.ts';

let server: HttpServer | undefined;
afterEach(() => server?.stop(0));

async function ask(path: string, checks: readonly ReadinessCheck[], isStopping = false) {
  const metrics = createMetrics('x');
  metrics.counter('things_total', 'Things').inc(3);
  server = await startHttpServer(express().use(healthRoutes({ checks, metrics, isStopping: () => isStopping })), 0, '127.0.0.1');
  const response = await fetch(`http://127.0.0.1:${server.port}${path}`);
  return { status: response.status, text: await response.text() };
}

test('ready while every check passes', async () => {
  expect(await ask('/readyz', [{ name: 'a', problem: () => undefined }])).toMatchObject({ status: 200 });
});

test('M12: ready but degraded says so', async () => {
  server = await startHttpServer(
    express().use(
      healthRoutes({
        checks: [],
        degradations: async () => ['1 parked keys'],
        metrics: createMetrics('x'),
        isStopping: () => false,
      }),
    ),
    0,
    '127.0.0.1',
  );
  const response = await fetch(`http://127.0.0.1:${server.port}/readyz`);
  expect([response.status, await response.json()]).toEqual([200, { status: 'degraded', degraded: ['1 parked keys'] }]);
});

test('not ready with the reasons, and never with the message of an error', async () => {
  const checks = [
    { name: 'a', problem: () => 'away' },
    { name: 'b', problem: () => Promise.reject(new Error('password=hunter2')) },
  ];
  const { status, text } = await ask('/readyz', checks);
  expect(status).toBe(503);
  expect(JSON.parse(text)).toEqual({ status: 'not ready', problems: { a: 'away', b: 'check failed' } });
});

test('not ready when a check hangs, nor while stopping; alive all the time', async () => {
  const { status, text } = await ask('/readyz', [{ name: 'slow', problem: () => new Promise<undefined>(() => undefined) }]);
  expect([status, JSON.parse(text).problems]).toEqual([503, { slow: 'no answer in time' }]);
  await server?.stop(0);
  expect((await ask('/readyz', [], true)).status).toBe(503);
  await server?.stop(0);
  expect((await ask('/livez', [{ name: 'a', problem: () => 'away' }], true)).status).toBe(200);
});

test('metrics are in Prometheus text with the service as label', async () => {
  expect((await ask('/metrics', [])).text).toContain('things_total{service="x"} 3');
});
