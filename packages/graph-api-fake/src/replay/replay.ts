import { isRecord } from '../params/decode-parameter.ts';
import { compareShapes, type ShapeDifference } from './compare-shapes.ts';
import type { Exchange } from './exchange.ts';

/** What differed in one exchange; `n` counts from 1. */
export interface Difference extends ShapeDifference {
  readonly n: number;
  readonly method: string;
  readonly path: string;
}

export interface ReplayTarget {
  /** Base URL without version. */
  readonly url: string;
  readonly version: string;
  readonly token: string;
}

/**
 * Sends recorded requests to the fake and compares the answers. Ids that the live account handed out are replaced by those the
 * fake hands out in the same place.
 */
export async function replay(target: ReplayTarget, exchanges: readonly Exchange[]): Promise<Difference[]> {
  const fakeIds = new Map<string, string>();
  const differences: Difference[] = [];
  for (const [index, exchange] of exchanges.entries()) {
    const { method, path } = exchange;
    const answer = await send(target, exchange, fakeIds);
    learnIds(exchange.body, answer.body, fakeIds);
    const found = compareShapes(exchange.body, answer.body);
    if (answer.status !== exchange.status)
      found.unshift({ at: 'status', live: String(exchange.status), fake: String(answer.status) });
    differences.push(...found.map((difference) => ({ n: index + 1, method, path, ...difference })));
  }
  return differences;
}

async function send(
  { url, version, token }: ReplayTarget,
  { method, path, params }: Exchange,
  fakeIds: ReadonlyMap<string, string>,
): Promise<{ status: number; body: unknown }> {
  const own = JSON.parse(withFakeIds(JSON.stringify(params), fakeIds)) as Record<string, unknown>;
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(own)) form.set(name, typeof value === 'string' ? value : JSON.stringify(value));
  const target = `${url}/${version}${withFakeIds(path, fakeIds)}`;
  const headers = { authorization: `Bearer ${token}` };
  const response = await (method === 'POST'
    ? fetch(target, { method, headers, body: form })
    : fetch(`${target}?${form.toString()}`, { method, headers }));
  return { status: response.status, body: await response.json() };
}

function withFakeIds(text: string, fakeIds: ReadonlyMap<string, string>): string {
  return text.replace(/\d{6,}/g, (digits) => fakeIds.get(digits) ?? digits);
}

/** Pairs ids that stand in the same place of both answers. */
function learnIds(live: unknown, fake: unknown, fakeIds: Map<string, string>): void {
  if (Array.isArray(live) && Array.isArray(fake))
    for (const [index, item] of live.entries()) learnIds(item, fake[index], fakeIds);
  if (!isRecord(live) || !isRecord(fake)) return;
  for (const [key, value] of Object.entries(live)) {
    const other = fake[key];
    const isId = (key === 'id' || key.endsWith('_id')) && /^\d{6,}$/.test(String(value)) && typeof other === 'string';
    if (isId) fakeIds.set(String(value), other);
    else learnIds(value, other, fakeIds);
  }
}
