import { query } from '@mao/service-kit';
import type { EntityManager } from '@mikro-orm/postgresql';
import { toJson } from './json.ts';

export interface HeldLease {
  readonly id: string;
  readonly epoch: number;
}

const HELD = `jsonb_to_recordset($1::jsonb) as h(id uuid, epoch bigint)`;

/**
 * Prolongs leases in one statement. A row that is locked right now is left out: either our own commit prolongs it, or
 * its holder will let go before the next round. Waiting for it here could deadlock with a group commit.
 * @returns ids that were prolonged
 */
export async function renewLeases(em: EntityManager, held: readonly HeldLease[], leaseMs: number): Promise<ReadonlySet<string>> {
  const rows = await query<{ id: string }>(
    em,
    `with mine as (
       select s.id from sagas s join ${HELD} on s.id = h.id and s.lease_epoch = h.epoch for update of s skip locked
     ) update sagas s set lease_until = clock_timestamp() + $2::float8 * interval '1 millisecond',
         wake_at = clock_timestamp() + $2::float8 * interval '1 millisecond'
       from mine where s.id = mine.id and s.lease_until is not null returning s.id`,
    [toJson(held), leaseMs],
  );
  return new Set(rows.map(({ id }) => id));
}

/** Gives leases back, due again after `afterMs`. The epoch moves on, so that what is still under way here cannot be written. */
export async function giveBack(em: EntityManager, held: readonly HeldLease[], afterMs: number): Promise<void> {
  await query(
    em,
    `with mine as (
       select s.id from sagas s join ${HELD} on s.id = h.id and s.lease_epoch = h.epoch order by s.id for update of s
     ) update sagas s set lease_owner = null, lease_until = null, lease_epoch = s.lease_epoch + 1, version = s.version + 1,
         wake_at = clock_timestamp() + $2::float8 * interval '1 millisecond'
       from mine where s.id = mine.id`,
    [toJson(held), afterMs],
  );
}

/** Puts off a saga that cannot be claimed. */
export async function putOff(em: EntityManager, id: string, afterMs: number): Promise<void> {
  await query(
    em,
    `update sagas set wake_at = clock_timestamp() + $1::float8 * interval '1 millisecond'
     where id = $2::uuid and (lease_until is null or lease_until <= now())`,
    [afterMs, id],
  );
}
