/**
 * Commits the newest resolved offset, one request in flight: the next chunk is handled meanwhile, and offsets that were
 * overtaken are never sent. Being late is safe (the inbox absorbs redelivery); being early never happens.
 */
export function createOffsetCommitter(commit: (offset: bigint) => Promise<void>): {
  commit(offset: bigint): void;
  /** @throws the first error of a commit */
  settled(): Promise<void>;
} {
  let newest: bigint | undefined;
  let inFlight: Promise<void> | undefined;
  let failure: { readonly error: unknown } | undefined;

  async function drain(): Promise<void> {
    while (newest !== undefined && failure === undefined) {
      const offset = newest;
      newest = undefined;
      try {
        await commit(offset);
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
    async settled() {
      await inFlight;
      if (failure) throw failure.error;
    },
  };
}
