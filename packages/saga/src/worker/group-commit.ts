export interface GroupCommit<T, R> {
  /** Resolves once the item's transaction has committed; rejects if it failed when tried alone. */
  submit(item: T): Promise<R>;
}

interface Queued<T, R> {
  readonly item: T;
  resolve(result: R): void;
  reject(error: unknown): void;
}

/** One transaction is being prepared while another commits; more would only split the batches. */
const MAX_COMMITS_IN_FLIGHT = 2;
/** Bounds the size of one statement. */
const MAX_BATCH = 256;

/**
 * Joins commits of different sagas: what becomes ready while a commit is under way goes together with the next.
 * Nothing waits for company: an idle system commits at once.
 * @param write writes a batch in one transaction; answers in the order of the batch
 */
export function createGroupCommit<T, R>(write: (batch: readonly T[]) => Promise<readonly R[]>): GroupCommit<T, R> {
  let queue: Queued<T, R>[] = [];
  let inFlight = 0;

  function pump(): void {
    while (inFlight < MAX_COMMITS_IN_FLIGHT && queue.length > 0) {
      const batch = queue.slice(0, MAX_BATCH);
      queue = queue.slice(MAX_BATCH);
      inFlight += 1;
      void commit(batch).finally(() => {
        inFlight -= 1;
        pump();
      });
    }
  }

  async function commit(batch: readonly Queued<T, R>[]): Promise<void> {
    try {
      const results = await write(batch.map(({ item }) => item));
      for (const [index, entry] of batch.entries()) entry.resolve(results[index] as R);
    } catch (error) {
      if (batch.length === 1) batch[0]?.reject(error);
      else await commitEachAlone(batch);
    }
  }

  /** One saga's trouble must not become its neighbours': each has its own transaction now. */
  async function commitEachAlone(batch: readonly Queued<T, R>[]): Promise<void> {
    for (const entry of batch) await commit([entry]);
  }

  return {
    submit: (item) =>
      new Promise<R>((resolve, reject) => {
        queue.push({ item, resolve, reject });
        // In a microtask: outcomes that arrive in one turn of the event loop share a transaction.
        queueMicrotask(pump);
      }),
  };
}
