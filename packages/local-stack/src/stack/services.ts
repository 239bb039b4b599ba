import { join } from 'node:path';
import { REPOSITORY_ROOT } from '../repository-root.ts';

/** One kind of process the stack runs. */
export type ServiceDefinition = {
  name: string;
  /** The TypeScript file Node runs. */
  entry: string;
  /** Tried first; the next free one is taken when it is busy. */
  preferredPort: number;
};

/** The five services with the ports of their settings. */
export const SERVICES: readonly ServiceDefinition[] = [
  service('gateway', 8000),
  service('campaign-orchestrator', 8101),
  service('insights-sync', 8102),
  service('ab-evaluator', 8103),
  service('publisher', 8104),
];

/** The fake Graph server, which stub mode talks to over HTTP. */
export const GRAPH_API_FAKE: ServiceDefinition = {
  name: 'graph-api-fake',
  entry: join(REPOSITORY_ROOT, 'packages/graph-api-fake/src/main.ts'),
  preferredPort: 8200,
};

function service(name: string, preferredPort: number): ServiceDefinition {
  return { name, preferredPort, entry: join(REPOSITORY_ROOT, 'services', name, 'src/main.ts') };
}
