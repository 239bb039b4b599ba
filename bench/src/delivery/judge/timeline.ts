/** Events per second in each of the equal slices of a span. @param atMs in order, like the span in epoch milliseconds */
export function perSlice(
  atMs: readonly number[],
  { startedAtMs, endedAtMs, slices }: { startedAtMs: number; endedAtMs: number; slices: number },
): readonly number[] {
  const lengthMs = (endedAtMs - startedAtMs) / slices;
  return Array.from({ length: slices }, (_, slice) => {
    const from = startedAtMs + slice * lengthMs;
    return (atMs.filter((at) => at >= from && at < from + lengthMs).length / lengthMs) * 1_000;
  });
}

/** How long after each moment the next event came; moments that none came after are left out. @param atMs in order */
export function waitsForFirst(atMs: readonly number[], momentsMs: readonly number[]): readonly number[] {
  return momentsMs.flatMap((moment) => {
    const next = atMs.find((at) => at >= moment);
    return next === undefined ? [] : [next - moment];
  });
}
