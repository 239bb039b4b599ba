/** A post of the account, as Instagram lists it. */
interface ListedPost {
  readonly id: string;
  readonly caption: string | null;
  /** ISO 8601, or as Meta writes it. */
  readonly timestamp: string | null;
}

/** Meta's clock and ours may differ by this much. */
const CLOCK_SKEW_MS = 5 * 60_000;

/**
 * The post that a published container became. Instagram names no link between the two, so it is told by its caption, by
 * its time, and by not being the post of another publication of ours. Of several the oldest: it is the nearest to the container.
 */
export function findPost(
  posts: readonly ListedPost[],
  what: { readonly caption: string; readonly containerAt: Date; readonly takenIds: ReadonlySet<string> },
): string | undefined {
  const sinceMs = what.containerAt.getTime() - CLOCK_SKEW_MS;
  const candidates = posts.filter(
    (post) => (post.caption ?? '').trim() === what.caption.trim() && !what.takenIds.has(post.id) && !(timeOf(post) < sinceMs),
  );
  return candidates.toSorted((a, b) => timeOf(a) - timeOf(b))[0]?.id;
}

/** Meta writes zones as +0000, which is not ISO 8601. */
function timeOf(post: ListedPost): number {
  return Date.parse((post.timestamp ?? '').replace(/([+-]\d{2})(\d{2})$/, '$1:$2'));
}
