import { expect, test } from '@jest/globals';
import { createLogger } from './logger.ts';
import { runWithTrace } from './trace-context.ts';

function captured() {
  const lines: string[] = [];
  const logger = createLogger({ service: 'x', level: 'debug', destination: { write: (line: string) => void lines.push(line) } });
  return { logger, lines };
}

test('every line carries the ids of its trace', () => {
  const { logger, lines } = captured();
  runWithTrace({ correlationId: 'op-1', requestId: 'req-1', sagaId: 's-1' }, () => logger.info('hello'));
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    level: 'info',
    service: 'x',
    correlationId: 'op-1',
    requestId: 'req-1',
    sagaId: 's-1',
    msg: 'hello',
  });
});

test('secrets do not reach a line, wherever they stand', () => {
  const { logger, lines } = captured();
  logger.info({ accessToken: 'S1', body: { access_token: 'S2' }, request: { headers: { authorization: 'Bearer S3' } } }, 'x');
  expect(lines.join()).not.toMatch(/S1|S2|S3/);
});
