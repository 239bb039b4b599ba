import { relative } from 'node:path';
import type { Stack } from './options.ts';

/** What `npm start` shows once everything is ready. */
export function startScreen(stack: Stack, seconds: number): string {
  const services = [...stack.services.values()].filter((service) => service.name !== 'gateway');
  const folder = relative(process.cwd(), stack.dataDir) || stack.dataDir;
  const { host, pathname } = new URL(stack.postgres.url);
  return `
The stack is ready (${seconds.toFixed(1)} s).

  REST API      ${stack.gatewayUrl}        API description ${stack.gatewayUrl}/openapi.json
  Fake Graph    ${stack.fakeUrl}        its record ${stack.fakeUrl}/__fake/summary
  PostgreSQL    ${host}${pathname} (${stack.postgres.source}), one database per service: ${folder}/stack.json
  Kafka         ${stack.brokers} (${stack.kafka.source})
  Health        ${services.map((service) => `${service.name} ${service.url}/readyz`).join('\n                ')}

  A token:      npm run token -- --role manager --accounts all
  Data, logs:   ${folder}/ (one log per service in ${folder}/logs/)

Ctrl-C stops all of it; the data stays.`;
}
