import type { Events } from '@mao/contracts';
import type { Outbox } from '@mao/messaging';
import type { Logger, Notifier, TokenCipher } from '@mao/service-kit';
import type { MikroORM } from '@mikro-orm/postgresql';
import type { Waiters } from '../operations/waiters.ts';
import type { Settings } from '../settings.ts';

/** What the resources work with. Built once, in `main.ts`. */
export interface GatewayContext {
  readonly orm: MikroORM;
  readonly outbox: Outbox<Events>;
  readonly notifier: Notifier;
  readonly waiters: Waiters;
  readonly cipher: TokenCipher;
  readonly logger: Logger;
  readonly settings: Settings;
}
