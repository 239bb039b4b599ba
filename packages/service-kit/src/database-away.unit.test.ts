import { expect, test } from '@jest/globals';
import { isDatabaseAway } from './database-away.ts';

const withCode = (code: string, message = 'x') => Object.assign(new Error(message), { code });

test.each([
  ['a refused connection', withCode('ECONNREFUSED')],
  ['a server that shuts down', withCode('57P01')],
  ['a server that starts', withCode('57P03')],
  ['too many connections', withCode('53300')],
  ['a connection failure of class 08', withCode('08006')],
  ['a lost connection, in words', new Error('Connection terminated unexpectedly')],
  ['a full pool', new Error('timeout exceeded when trying to connect')],
  ['one wrapped by the ORM', Object.assign(new Error('outer'), { previous: withCode('ECONNRESET') })],
  ['one among several addresses', new AggregateError([withCode('ECONNREFUSED')])],
])('%s means away', (_name, error) => {
  expect(isDatabaseAway(error)).toBe(true);
});

test.each([
  ['a broken constraint', withCode('23505')],
  ['a bug', new TypeError('x is not a function')],
  ['a cancelled statement', withCode('57014')],
  ['no error at all', 'text'],
])('%s does not', (_name, error) => {
  expect(isDatabaseAway(error)).toBe(false);
});
