import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compositeLogIndex } from './log-index.ts';
import { compositeRatioToBest, type Scored, usableComponents } from './ratio-to-best.ts';

const value = fc.double({ min: 0.001, max: 50, noNaN: true });
const variant = fc.record({ roas: value, ctr: value, cpc: value });
const variants = fc.array(variant, { minLength: 2, maxLength: 6 });
const near = (got: number | null | undefined, expected: number | null | undefined) =>
  expect(Math.abs((got ?? 9) - (expected ?? -9))).toBeLessThan(1e-12 * Math.max(1, Math.abs(expected ?? 0)));
const score = (...list: Scored[]) => compositeRatioToBest(list);

describe('ratio to the best', () => {
  it('R28 lies in [0, 1], blind to units and to the order of variants', () => {
    fc.assert(
      fc.property(variants, (list) => {
        const scores = compositeRatioToBest(list);
        expect(scores.every((each) => each !== null && each >= 0 && each <= 1)).toBe(true);
        const inCents = list.map((each) => ({ ...each, cpc: each.cpc * 100, ctr: each.ctr * 100 }));
        for (const [i, each] of compositeRatioToBest(inCents).entries()) near(each, scores[i]);
        for (const [i, each] of compositeRatioToBest(list.toReversed()).entries()) near(each, scores.at(-1 - i));
      }),
      { seed: 1 },
    );
  });

  it('P7 one more variant only lowers the others’ scores, and only by being the best at something', () => {
    fc.assert(
      fc.property(variants, variant, (list, extra) => {
        const [before, after] = [compositeRatioToBest(list), compositeRatioToBest([...list, extra])];
        const best = { roas: Math.max(...list.map(({ roas }) => roas)), ctr: Math.max(...list.map(({ ctr }) => ctr)) };
        const isBest = extra.roas > best.roas || extra.ctr > best.ctr || extra.cpc < Math.min(...list.map(({ cpc }) => cpc));
        for (const [i, each] of before.entries()) {
          if (isBest) expect(after[i]).toBeLessThanOrEqual((each ?? 0) + 1e-12);
          else near(after[i], each);
        }
      }),
      { seed: 1 },
    );
  });

  it('R28 a variant without clicks scores 0 on cost', () => {
    expect(score({ roas: null, ctr: 0, cpc: Infinity }, { roas: null, ctr: 0.05, cpc: 2 })).toEqual([0, 1]);
  });

  it('R16 one unknown ROAS drops ROAS for all; a ROAS of 0 is real', () => {
    expect(
      usableComponents([
        { roas: null, ctr: 1, cpc: 1 },
        { roas: 3, ctr: 1, cpc: 1 },
      ]),
    ).toEqual(['ctr', 'cpc']);
    near(score({ roas: 0, ctr: 1, cpc: 1 }, { roas: 3, ctr: 1, cpc: 1 })[0], 0.5);
  });

  it.each<[string, Scored[], readonly string[]]>([
    [
      'every ROAS 0',
      [
        { roas: 0, ctr: 1, cpc: 1 },
        { roas: 0, ctr: 1, cpc: 1 },
      ],
      ['ctr', 'cpc'],
    ],
    [
      'every CTR 0',
      [
        { roas: 1, ctr: 0, cpc: 1 },
        { roas: 1, ctr: 0, cpc: 1 },
      ],
      ['roas', 'cpc'],
    ],
    [
      'every CPC infinite',
      [
        { roas: 1, ctr: 1, cpc: Infinity },
        { roas: 1, ctr: 1, cpc: Infinity },
      ],
      ['roas', 'ctr'],
    ],
    [
      'clicks without spend',
      [
        { roas: 1, ctr: 1, cpc: 0 },
        { roas: 1, ctr: 1, cpc: 2 },
      ],
      ['roas', 'ctr'],
    ],
  ])('%s drops that component', (_, list, left) => {
    expect(usableComponents(list)).toEqual(left);
  });

  it('scores nothing when all components are dropped or an input cannot be', () => {
    expect(score({ roas: 0, ctr: 0, cpc: Infinity }, { roas: 0, ctr: 0, cpc: Infinity })).toEqual([null, null]);
    expect(score({ roas: -1, ctr: 1, cpc: 1 }, { roas: 1, ctr: 1, cpc: 1 })).toEqual([null, null]);
    expect(score({ roas: 1, ctr: Number.NaN, cpc: 1 }, { roas: 1, ctr: 1, cpc: 1 })).toEqual([null, null]);
  });
});

describe('the log index', () => {
  it('R29 P2 P7 is antisymmetric, transitive and unit-free', () => {
    fc.assert(
      fc.property(variant, variant, variant, (a, b, c) => {
        const index = (x: Scored, y: Scored) => compositeLogIndex(x, y).index;
        expect(index(a, b)).toBe(0 - index(b, a));
        near(index(a, b) + index(b, c), index(a, c));
        const inCents = (x: typeof a) => ({ ...x, cpc: x.cpc * 100 });
        near(index(inCents(a), inCents(b)), index(a, b));
      }),
      { seed: 1 },
    );
  });
});
