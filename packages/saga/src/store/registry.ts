import type { SagaDefinition, SagaPlan } from '../core/definition.ts';
import type { Kind } from './load.ts';

export interface Registry<Deps> {
  readonly kinds: readonly Kind[];
  newest(type: string): SagaDefinition<unknown, Deps>;
  /** @throws Error for a kind that is not registered, or when the input cannot be planned */
  plan(type: string, version: number, input: unknown): SagaPlan;
}

/** @throws Error when two definitions have the same type and version */
export function createRegistry<Deps>(definitions: readonly SagaDefinition<unknown, Deps>[]): Registry<Deps> {
  const byKind = new Map<string, SagaDefinition<unknown, Deps>>();
  for (const definition of definitions) {
    const kind = `${definition.type} v${definition.version}`;
    if (byKind.has(kind)) throw new Error(`saga ${kind} is defined twice`);
    byKind.set(kind, definition);
  }
  return {
    kinds: definitions.map(({ type, version }) => ({ type, version })),
    newest(type) {
      const [definition] = definitions.filter((one) => one.type === type).toSorted((a, b) => b.version - a.version);
      if (!definition) throw new Error(`saga ${type} is not registered`);
      return definition;
    },
    plan(type, version, input) {
      const definition = byKind.get(`${type} v${version}`);
      if (!definition) throw new Error(`saga ${type} v${version} is not registered`);
      return definition.plan(input);
    },
  };
}
