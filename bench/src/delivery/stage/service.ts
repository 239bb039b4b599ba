import { type Handlers, messagingEntities, messagingMigrations, startMessaging } from '@mao/messaging';
import { openService } from '@mao/service-kit';
import { type DeliveryEvents, deliveryCatalogue, SERVICE, TOPICS } from './events.ts';

// One process of a small service, for measurements that kill, stop or freeze processes. Its environment says what it does;
// its parent may tell it to hold: handlers of HOLD_KEY ("*": all) then wait, or fail when HOLD_BY is "fail".

const env = (name: string): string => process.env[name] ?? '';
const settings = {
  LOG_LEVEL: 'info', // the parent reads on which port it listens
  PORT: 0,
  DATABASE_URL: env('DATABASE_URL'),
  KAFKA_BROKERS: env('KAFKA_BROKERS'),
  KAFKA_TOPIC_PREFIX: env('KAFKA_TOPIC_PREFIX'),
};
const isHeldKey = (key: string): boolean => env('HOLD_KEY') === '*' || env('HOLD_KEY') === key;

let held: PromiseWithResolvers<void> | undefined;
process.on('message', (order) => {
  held?.resolve();
  held = order === 'hold' ? Promise.withResolvers() : undefined;
});
// A parent that is gone stops nobody any more.
process.on('disconnect', () => process.exit(1));

const service = await openService({ name: SERVICE, settings, entities: messagingEntities, migrations: messagingMigrations });
const { orm, notifier, logger, metrics, lifecycle } = service;
const shared = { service: SERVICE, settings, catalogue: deliveryCatalogue, topics: TOPICS };
const messaging = await startMessaging<DeliveryEvents>({ ...shared, orm, notifier, logger, metrics });
lifecycle.onStop('messaging', () => messaging.stop());

const handlers: Handlers<DeliveryEvents> = {
  Numbered: async ({ id, key, keySeq, data }, em) => {
    if (key === env('KILLER_KEY')) process.abort();
    if (isHeldKey(key)) await whileHeld();
    // Inside the transaction, as remote as a handler may get: partitions move while it is open.
    if (env('HANDLER_SECONDS') !== '') await em.execute('select pg_sleep(?)', [Number(env('HANDLER_SECONDS'))]);
    const values = [id, key, data.number, Number(keySeq)];
    await em.execute('insert into effects (event_id, key, number, key_seq) values (?, ?, ?, ?)', values);
    if (env('ECHO') !== '') await messaging.outbox.append(em, { type: 'Echoed', key, data });
  },
};
if (env('GROUP') !== '') await messaging.consume({ group: env('GROUP'), handlers });
await service.listen({ checks: [messaging.readiness], degradations: messaging.degradations });

async function whileHeld(): Promise<void> {
  if (held !== undefined && env('HOLD_BY') === 'fail') throw new Error('told to fail');
  await held?.promise;
}
