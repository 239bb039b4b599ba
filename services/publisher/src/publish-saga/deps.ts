import type { GraphClient } from '@mao/graph-api';
import type { StepContext } from '@mao/saga';
import type { Logger } from '@mao/service-kit';
import type { Replicas } from '../replicas/replicas.ts';
import type { PublishTimes } from '../settings.ts';
import type { PublishInput } from './input.ts';
import type { PublishResults } from './results.ts';

/** What the steps work with. */
export interface PublishDeps {
  readonly graph: GraphClient;
  readonly replicas: Replicas;
  readonly logger: Logger;
  readonly times: PublishTimes;
  readonly maxAttempts: number;
  readonly retryBaseMs: number;
}

export type PublishContext = StepContext<PublishInput, PublishDeps, PublishResults>;
