// Below this a p-value counts as underflowed and its logarithm is compared instead.
const UNDERFLOW = 1e-300;
const ZERO_TOLERANCE = 1e-12;

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);

const shown = (value: unknown) => (typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? 'nothing'));

function isClose(expected: number, got: number, tol: number): boolean {
  if (!Number.isFinite(expected)) return got === expected;
  if (expected === 0) return Math.abs(got) <= ZERO_TOLERANCE;
  return Math.abs(got - expected) <= tol * Math.abs(expected);
}

/** An underflowed p is right when it is next to nothing; how little, its logarithm says. */
const isUnderflow = (key: string, expected: unknown) => key === 'p' && typeof expected === 'number' && expected < UNDERFLOW;

function compareFields(expected: Fields, got: unknown, tol: number, path: string): string[] {
  if (!isFields(got)) return [`${path}: expected an object, got ${shown(got)}`];
  return Object.entries(expected).flatMap(([key, value]) => {
    const at = `${path}.${key}`;
    if (!(key in got)) return [`${at}: missing`];
    if (!isUnderflow(key, value)) return differences(value, got[key], tol, at);
    const p = got[key];
    return typeof p === 'number' && p >= 0 && p <= UNDERFLOW ? [] : [`${at}: expected at most ${UNDERFLOW}, got ${shown(p)}`];
  });
}

/** Where a result departs from a vector's expected value under the comparison rule; empty when it does not. */
export function differences(expected: unknown, got: unknown, tol: number, path = 'out'): string[] {
  if (typeof expected === 'number') {
    const isRight = typeof got === 'number' && isClose(expected, got, tol);
    return isRight ? [] : [`${path}: expected ${shown(expected)}, got ${shown(got)}`];
  }
  if (Array.isArray(expected)) {
    if (!Array.isArray(got) || got.length !== expected.length)
      return [`${path}: expected ${expected.length} items, got ${shown(got)}`];
    return expected.flatMap((item, index) => differences(item, got[index], tol, `${path}[${index}]`));
  }
  if (isFields(expected)) return compareFields(expected, got, tol, path);
  return expected === got ? [] : [`${path}: expected ${shown(expected)}, got ${shown(got)}`];
}
