import { describe, expect, test } from '@jest/globals';
import { AppError } from '@mao/service-kit';
import { describeFailure, isDatabaseAway } from './failure.ts';

const withCode = (code: string) => Object.assign(new Error('x'), { code });

describe('isDatabaseAway', () => {
  test.each(['08006', '57P01', '57P03', '53300', 'ECONNREFUSED', 'ECONNRESET', 'EPIPE'])('%s blames the server', (code) => {
    expect(isDatabaseAway(withCode(code))).toBe(true);
  });

  test.each(['23505', '40001', '40P01', '22P02', 'ENOENT'])('%s blames the statement', (code) => {
    expect(isDatabaseAway(withCode(code))).toBe(false);
  });

  test('looks through the errors that libraries wrap around the driver', () => {
    expect(isDatabaseAway(new Error('outer', { cause: withCode('57P01') }))).toBe(true);
    expect(isDatabaseAway(new Error('Connection terminated unexpectedly'))).toBe(true);
    expect(isDatabaseAway(new TypeError('bug'))).toBe(false);
    expect(isDatabaseAway('thrown text')).toBe(false);
  });
});

describe('describeFailure', () => {
  const now = new Date();

  test('names an AppError by its code, another error by its class', () => {
    expect(describeFailure(new AppError('order-unknown', { permanent: true }), 2, now, now)).toMatchObject({
      errorClass: 'order-unknown',
      isPermanent: true,
      attempts: 2,
    });
    expect(describeFailure(new TypeError('x'), 1, now, now)).toMatchObject({ errorClass: 'TypeError', isPermanent: false });
  });

  test('keeps messages short and storable', () => {
    const { errorMessage } = describeFailure(new Error(`a\0b${'x'.repeat(5_000)}`), 1, now, now);
    expect(errorMessage).toHaveLength(1_000);
    expect(errorMessage).not.toContain('\0');
  });
});
