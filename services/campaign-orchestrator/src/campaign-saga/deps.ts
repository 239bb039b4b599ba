import type { GraphClient } from '@mao/graph-api';
import type { Logger } from '@mao/service-kit';
import type { Replicas } from '../replicas/replicas.ts';

/** What the steps work with. */
export interface CampaignDeps {
  readonly graph: GraphClient;
  readonly replicas: Replicas;
  readonly logger: Logger;
  /** Keys the markers, so that nobody can forge one. */
  readonly markerSecret: string;
  /** How long an ambiguous create may take to become visible. */
  readonly settleMs: number;
  readonly maxAttempts: number;
  readonly retryBaseMs: number;
}
