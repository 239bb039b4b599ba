/** The part of the fake's control interface that these tests use. */
export interface FakeControl {
  control<T>(method: string, path: string, body?: object): Promise<T>;
  setTruth(adMetaId: string, change: object): Promise<void>;
  /** A fault on every read of insights, or on the next `times`. */
  fault(action: object, times?: number): Promise<string>;
  removeFault(id: string): Promise<void>;
  /** Reads of insights that reached the fake. */
  readCount(): Promise<number>;
}

const TRUTH = { impressions_per_day: 1_000, ctr: 0.05, cost_per_click_cents: 40, conversion_rate: 0.1, order_value_cents: 2_500 };

export function fakeControl(baseUrl: string): FakeControl {
  async function control<T>(method: string, path: string, body?: object): Promise<T> {
    const init = { method, headers: { 'content-type': 'application/json' }, ...(body && { body: JSON.stringify(body) }) };
    const response = await fetch(`${baseUrl}/__fake${path}`, init);
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return (response.status === 204 ? null : await response.json()) as T;
  }
  return {
    control,
    setTruth: (adMetaId, change) => control('PUT', `/ads/${adMetaId}/truth`, { ...TRUTH, ...change }),
    async fault(action, times) {
      const rule = { method: 'GET', path: '/insights$', action, ...(times === undefined ? {} : { times }) };
      return (await control<{ id: string }>('POST', '/faults', rule)).id;
    },
    removeFault: (id) => control('DELETE', `/faults/${id}`),
    async readCount() {
      const { data } = await control<{ data: { path: string }[] }>('GET', '/journal');
      return data.filter(({ path }) => path.endsWith('/insights')).length;
    },
  };
}
