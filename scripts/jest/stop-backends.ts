type Registry = { maoTestBackends?: Promise<{ stop: () => Promise<unknown> }> };

/** Jest's global teardown: stops what start-backends.ts started, once. */
export default async function stopBackends(): Promise<void> {
  const registry = globalThis as Registry;
  const backends = registry.maoTestBackends;
  delete registry.maoTestBackends;
  await (await backends)?.stop();
}
