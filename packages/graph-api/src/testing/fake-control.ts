/** The part of the fake's control interface that tests use. */
export interface FakeControl {
  addFault(fault: object): Promise<void>;
  objects(level: string): Promise<readonly FakeObject[]>;
  summary(): Promise<{
    readonly levels: Record<string, { live: number; active: number }>;
    readonly duplicate_markers: readonly string[];
  }>;
  setTruth(adId: string, truth: object): Promise<void>;
  truth(adId: string, from: string, to: string): Promise<readonly Record<string, unknown>[]>;
  journal(): Promise<readonly { method: string; path: string; created: readonly string[]; error_code: number | null }[]>;
  setAccount(account: object): Promise<void>;
  advanceHours(hours: number): Promise<void>;
  reset(): Promise<void>;
}

interface FakeObject {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly effective_status: string;
}

export function fakeControl(baseUrl: string): FakeControl {
  async function call(method: string, path: string, body?: object): Promise<unknown> {
    const init = { method, headers: { 'content-type': 'application/json' }, ...(body && { body: JSON.stringify(body) }) };
    const response = await fetch(`${baseUrl}/__fake${path}`, init);
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return response.status === 204 ? null : response.json();
  }
  const list = async (path: string) => ((await call('GET', path)) as { data: never[] }).data;
  return {
    addFault: async (fault) => void (await call('POST', '/faults', fault)),
    objects: (level) => list(`/objects?level=${level}`),
    summary: () => call('GET', '/summary') as ReturnType<FakeControl['summary']>,
    setTruth: async (adId, truth) => void (await call('PUT', `/ads/${adId}/truth`, truth)),
    truth: (adId, from, to) => list(`/truth?ad=${adId}&from=${from}&to=${to}`),
    journal: () => list('/journal'),
    setAccount: async (account) => void (await call('POST', '/accounts', account)),
    advanceHours: async (hours) => void (await call('POST', '/clock', { advance_hours: hours })),
    reset: async () => void (await call('POST', '/reset')),
  };
}
