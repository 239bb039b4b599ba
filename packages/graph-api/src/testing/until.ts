/** Looks until what it sees is right. @throws Error after ten seconds */
export async function until<T>(what: string, look: () => Promise<T>, isRight: (value: T) => boolean): Promise<T> {
  const endMs = Date.now() + 10_000;
  for (;;) {
    const value = await look();
    if (isRight(value)) return value;
    if (Date.now() > endMs) throw new Error(`never ${what}: ${JSON.stringify(value)}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
