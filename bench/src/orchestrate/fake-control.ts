/** One Graph call in the fake's journal. */
export interface JournalEntry {
  readonly n: number;
  readonly at: string;
  readonly method: string;
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly status: number | null;
  readonly created: readonly string[];
}

export interface FakeControl {
  /** Every Graph call waits this long before it is carried out. */
  setDelay(ms: number): Promise<void>;
  /** An ad account without rate limits, so that the load meets none. */
  addAccount(adAccount: string): Promise<void>;
  /** What the ad delivers from now on, and has delivered since `starts_days_ago`. */
  setTruth(adMetaId: string, truth: Readonly<Record<string, number>>): Promise<void>;
  journalSince(n: number): Promise<readonly JournalEntry[]>;
  lastCall(): Promise<number>;
}

const UNLIMITED = { points: 1e12, decay_seconds: 300, block_seconds: 0, mutations_per_second: 1e9 };

export function fakeControl(fakeUrl: string): FakeControl {
  async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await fetch(`${fakeUrl}/__fake${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return (text === '' ? undefined : JSON.parse(text)) as T;
  }
  const journalSince = async (n: number) => (await call<{ data: JournalEntry[] }>('GET', `/journal?since=${n}`)).data;
  return {
    journalSince,
    async setDelay(ms) {
      await call('DELETE', '/faults');
      // A rule rather than the server's own --latency-ms: it can change while the stack stays up, and delays the same way.
      if (ms > 0) await call('POST', '/faults', { method: '*', path: '^/', every: 1, action: { type: 'delay', ms } });
    },
    async addAccount(adAccount) {
      await call('POST', '/accounts', { id: adAccount, currency: 'USD', timezone_name: 'America/New_York', tier: UNLIMITED });
    },
    async setTruth(adMetaId, truth) {
      await call('PUT', `/ads/${adMetaId}/truth`, truth);
    },
    lastCall: async () => (await journalSince(0)).at(-1)?.n ?? 0,
  };
}
