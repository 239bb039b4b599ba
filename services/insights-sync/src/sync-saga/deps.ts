import type { Events } from '@mao/contracts';
import type { GraphClient } from '@mao/graph-api';
import type { Outbox } from '@mao/messaging';
import type { Logger, TokenCipher } from '@mao/service-kit';
import type { MikroORM } from '@mikro-orm/postgresql';

/** What the step works with. */
export interface SyncDeps {
  readonly orm: MikroORM;
  readonly graph: GraphClient;
  readonly cipher: TokenCipher;
  readonly outbox: Outbox<Events>;
  readonly logger: Logger;
}
