/** What is known of a run when it is over. The checker sees nothing else. */
export interface Evidence {
  readonly run: RunFacts;
  readonly history: readonly HistoryLine[];
  readonly objects: readonly MetaObject[];
  readonly journal: readonly JournalEntry[];
  readonly summary: MetaSummary;
  /** What the ads really delivered, by ad id at Meta. */
  readonly truths: Readonly<Record<string, readonly Row[]>>;
  readonly records: readonly KafkaRecord[];
  readonly offsets: readonly PartitionOffsets[];
  /** Service, then table. */
  readonly databases: Readonly<Record<string, Readonly<Record<string, readonly Row[]>>>>;
}

export type Row = Readonly<Record<string, unknown>>;

export interface RunFacts {
  readonly seed: number;
  /** When the last fault was over and all was whole again; ms since 1970. */
  readonly healedAt: number;
}

/** One line of the client's history, as Jepsen writes it. */
export interface HistoryLine {
  readonly at: number;
  readonly phase: 'invoke' | 'ok' | 'fail' | 'info';
  readonly op: string;
  readonly key: string;
  readonly value: Row;
}

/** As `GET /__fake/objects` shows it. */
export interface MetaObject {
  readonly id: string;
  readonly level: string;
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

/** As `GET /__fake/journal` shows it. */
export interface JournalEntry {
  readonly n: number;
  readonly method: string;
  readonly path: string;
  readonly account: string | null;
  readonly body: Row;
  readonly status: number | null;
  readonly error_code: number | null;
  readonly fault: string | null;
  readonly created: readonly string[];
}

export interface MetaSummary {
  readonly max_points_300s: Readonly<Record<string, number>>;
  readonly media_published: number;
  readonly duplicate_markers: readonly string[];
}

export interface KafkaRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly key: string;
  readonly id: string;
  readonly type: string;
  readonly source: string;
  /** 0 where the record has no number, as dead letters. */
  readonly seq: number;
  /** The decoded event; null for dead letters and tombstones. */
  readonly data: Row | null;
}

export interface PartitionOffsets {
  readonly topic: string;
  readonly partition: number;
  readonly end: number;
  /** Next offset by group; only groups that have committed one. */
  readonly committed: Readonly<Record<string, number>>;
}
