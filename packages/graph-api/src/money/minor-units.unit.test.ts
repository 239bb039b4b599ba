import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { currencyOffset } from './currency.ts';
import { reportedMinorUnits, toMinorUnits } from './minor-units.ts';

describe('LC7 minor units', () => {
  it.each([
    ['50', 'USD', 5000],
    ['50.5', 'EUR', 5050],
    ['0.07', 'USD', 7],
    ['500', 'JPY', 500],
    ['500.00', 'JPY', 500],
    ['1.10', 'USD', 110],
    ['90071992547409.91', 'USD', 9007199254740991],
  ])('%s %s is %i', (amount, currency, cents) => {
    expect(toMinorUnits(amount, currency)).toEqual({ ok: true, cents });
    expect(reportedMinorUnits(amount, currency)).toEqual({ ok: true, cents });
  });

  it.each([
    ['1.001', 'USD', 'too-many-decimals'],
    ['1.5', 'JPY', 'too-many-decimals'],
    ['1', 'XXX', 'currency-unknown'],
    ['1', 'usd', 'currency-unknown'],
    ['-1', 'USD', 'not-a-decimal'],
    ['1e3', 'USD', 'not-a-decimal'],
    ['1,50', 'USD', 'not-a-decimal'],
    ['', 'USD', 'not-a-decimal'],
    ['90071992547409.92', 'USD', 'too-large'],
  ])('%s %s is refused: %s', (amount, currency, reason) => {
    expect(toMinorUnits(amount, currency)).toEqual({ ok: false, reason });
  });

  it('rounds half up what Meta reports with more digits', () => {
    expect(reportedMinorUnits('59.969999', 'USD')).toEqual({ ok: true, cents: 5997 });
    expect(reportedMinorUnits('0.005', 'USD')).toEqual({ ok: true, cents: 1 });
    expect(reportedMinorUnits('0.0049', 'USD')).toEqual({ ok: true, cents: 0 });
    expect(reportedMinorUnits('99.5', 'JPY')).toEqual({ ok: true, cents: 100 });
  });

  it('brings back every amount it was made from', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), fc.constantFrom('USD', 'JPY'), (cents, currency) => {
        const digits = String(cents).padStart(3, '0');
        const text = currencyOffset(currency) === 1 ? String(cents) : `${digits.slice(0, -2)}.${digits.slice(-2)}`;
        expect(toMinorUnits(text, currency)).toEqual({ ok: true, cents });
      }),
    );
  });
});
