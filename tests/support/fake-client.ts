/** One object as the fake's record shows it. */
export interface FakeObject {
  readonly id: string;
  readonly level: 'campaign' | 'adset' | 'creative' | 'ad';
  readonly account: string;
  readonly name: string;
  readonly campaign_id?: string;
  readonly adset_id?: string;
  readonly creative_id?: string;
  readonly status: string;
  readonly effective_status: string;
  readonly daily_budget?: number;
  readonly deleted_time: string | null;
}

export interface FakeSummary {
  readonly levels: Readonly<Record<string, { total: number; live: number; active: number; deleted: number }>>;
  readonly duplicate_markers: readonly unknown[];
}

export interface JournalEntry {
  readonly n: number;
  readonly method: string;
  readonly path: string;
  readonly account: string | null;
  readonly body: Record<string, unknown>;
  readonly status: number | null;
  readonly error_code: number | null;
  readonly fault: string | null;
  readonly created: readonly string[];
}

/** What Meta knows of an ad account. One that is not told of is made on first use: USD, UTC, the standard tier. */
export interface FakeAccount {
  /** With `act_`. */
  readonly id: string;
  readonly currency: string;
  /** IANA name: the days of the insights are days of this zone. */
  readonly timezone_name: string;
  readonly tier: 'development' | 'standard';
  /** Meta's account_status; 1, the default, is active. */
  readonly status?: number;
}

export interface FakeClient {
  addAccount(account: FakeAccount): Promise<void>;
  objects(filter?: { level?: string; account?: string }): Promise<FakeObject[]>;
  summary(): Promise<FakeSummary>;
  journal(since?: number): Promise<JournalEntry[]>;
  addFault(fault: Record<string, unknown>): Promise<string>;
  faultHits(id: string): Promise<number>;
  clearFaults(): Promise<void>;
  setTruth(adMetaId: string, truth: Record<string, unknown>): Promise<void>;
}

/** The fake Graph server's own record of what happened: the ground truth of the tests. */
export function fakeClient(fakeUrl: string): FakeClient {
  async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await fetch(`${fakeUrl}/__fake${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return (text === '' ? undefined : JSON.parse(text)) as T;
  }
  return {
    addAccount: (account) => call('POST', '/accounts', account),
    objects: async (filter = {}) => (await call<{ data: FakeObject[] }>('GET', `/objects?${new URLSearchParams(filter)}`)).data,
    summary: () => call('GET', '/summary'),
    journal: async (since = 0) => (await call<{ data: JournalEntry[] }>('GET', `/journal?since=${since}`)).data,
    addFault: async (fault) => (await call<{ id: string }>('POST', '/faults', fault)).id,
    faultHits: async (id) =>
      (await call<{ data: { id: string; hits: number }[] }>('GET', '/faults')).data.find((fault) => fault.id === id)?.hits ?? 0,
    clearFaults: () => call('DELETE', '/faults'),
    setTruth: (adMetaId, truth) => call('PUT', `/ads/${adMetaId}/truth`, truth),
  };
}

/** What is not deleted. Creatives may be shared, so they are counted apart by whoever cares. */
export const isLive = (object: FakeObject): boolean => object.status !== 'DELETED' && object.effective_status !== 'DELETED';
