/** Commits the offsets of one partition, batch after batch. */
export interface OffsetCommitter {
  commit(offset: bigint): void;
  /** @throws the error of a commit that failed since the last call, so that the client can join its group again */
  throwFailure(): void;
  settled(): Promise<void>;
}

/**
 * Commits the newest resolved offset, one request in flight: the next messages are fetched and handled meanwhile, and
 * offsets that were overtaken are never sent. Being late is safe (the inbox absorbs redelivery); being early never happens.
 */
export function createOffsetCommitter(send: (offset: bigint) => Promise<void>): OffsetCommitter {
  let newest: bigint | undefined;
  let inFlight: Promise<void> | undefined;
  let failure: { readonly error: unknown } | undefined;

  async function drain(): Promise<void> {
    while (newest !== undefined && failure === undefined) {
      const offset = newest;
      newest = undefined;
      try {
        await send(offset);
      } catch (error) {
        failure = { error };
      }
    }
    inFlight = undefined;
  }

  return {
    commit(offset) {
      newest = offset;
      inFlight ??= drain();
    },
    throwFailure() {
      const failed = failure;
      failure = undefined;
      if (failed) throw failed.error;
    },
    async settled() {
      await inFlight;
    },
  };
}
