import { createClock, type VirtualClock } from './clock.ts';
import { createDriftBook, type DriftBook } from './drift/drift-book.ts';
import { createFaultPlan, type FaultPlan } from './faults/fault-plan.ts';
import { createTruthBook, type TruthBook } from './insights/truth-book.ts';
import { createJournal, type Journal } from './journal.ts';
import type { FakeSettings } from './options.ts';
import { type AccountBook, createAccountBook } from './store/accounts.ts';
import { createIdSource, type IdSource } from './store/ids.ts';
import { createObjectStore, type ObjectStore } from './store/object-store.ts';
import { createTokenBook, type TokenBook } from './store/tokens.ts';
import { createWebhookSender, type WebhookSender } from './webhooks/webhook-sender.ts';

/** Everything one fake server knows. Servers in one process share nothing. */
export interface World {
  readonly settings: FakeSettings;
  readonly clock: VirtualClock;
  readonly ids: IdSource;
  readonly store: ObjectStore;
  readonly accounts: AccountBook;
  readonly tokens: TokenBook;
  readonly truths: TruthBook;
  readonly faults: FaultPlan;
  readonly journal: Journal;
  /** Content of a creative to its id: Meta hands out the old one instead of making another. */
  readonly creativesByContent: Map<string, string>;
  /** `act_…/name` to label id. */
  readonly labelsByName: Map<string, string>;
  /** Times of the latest budget edits, by ad set. */
  readonly budgetEditsMs: Map<string, number[]>;
  readonly webhooks: WebhookSender;
  readonly drift: DriftBook;
  /** Meta's fbtrace_id: one for each error, never the same twice. */
  nextTraceId(): string;
}

export function createWorld(settings: FakeSettings): World {
  const clock = createClock();
  const faults = createFaultPlan();
  let lastTrace = 0;
  return {
    settings,
    clock,
    ids: createIdSource(settings.firstId),
    store: createObjectStore(),
    accounts: createAccountBook(clock.nowMs),
    tokens: createTokenBook(),
    truths: createTruthBook(),
    faults,
    journal: createJournal(settings.journalLimit),
    creativesByContent: new Map(),
    labelsByName: new Map(),
    budgetEditsMs: new Map(),
    webhooks: createWebhookSender({ clock, faults, appSecret: settings.webhookSecret }),
    drift: createDriftBook(),
    nextTraceId: () => {
      lastTrace += 1;
      return `A${settings.firstId.slice(-8)}${lastTrace.toString(36).padStart(8, '0')}`;
    },
  };
}

/** Back to empty. Ids go on where they were: what a caller stored of the old objects must not meet new ones. */
export function resetWorld(world: World): void {
  world.clock.followReal();
  world.store.clear();
  world.accounts.clear();
  world.tokens.clear();
  world.truths.clear();
  world.faults.removeAll();
  world.journal.clear();
  world.creativesByContent.clear();
  world.labelsByName.clear();
  world.budgetEditsMs.clear();
  world.webhooks.clear();
  world.drift.clear();
}
