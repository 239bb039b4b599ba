import type { GraphClient } from '@mao/graph-api';
import type { Replicas } from '../replicas/replicas.ts';

/** What the sagas about a whole account work with. */
export interface AccountDeps {
  readonly graph: GraphClient;
  readonly replicas: Replicas;
}

/** JSON, fixed when the saga begins. */
export interface AccountInput {
  readonly socialAccountId: string;
}

/** Sagas about the account are not held back with its campaigns. */
export const accountTag = (socialAccountId: string): string => `${socialAccountId}:account`;
