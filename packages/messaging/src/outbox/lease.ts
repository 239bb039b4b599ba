import { query } from '@mao/service-kit';
import type { EntityManager } from '@mikro-orm/postgresql';
import { SHARD_COUNT } from './shard.ts';

/** A relay that has not shown up for this long has lost its shards. */
const LEASE_MS = 6_000;

/**
 * One relay's turn at the leases, all by the database's clock: renew its membership, give shards back when it has more
 * than its fair share, take shards whose owner is gone. Every change of owner raises the shard's epoch.
 * A relay whose database session has ended is gone at once, which makes a restart after a kill quick.
 */
const UPKEEP = `
with me as (
  insert into relay_members (owner, backend_pid, expires_at)
  values ($1, $2, clock_timestamp() + make_interval(secs => $3))
  on conflict (owner) do update set backend_pid = excluded.backend_pid, expires_at = excluded.expires_at
), forgotten as (
  delete from relay_members where expires_at < clock_timestamp() - interval '1 minute' and owner <> $1
), live as (
  select $1 as owner
  union
  select m.owner from relay_members m where m.expires_at > clock_timestamp()
    and (m.backend_pid is null or exists (select from pg_stat_activity a
         where a.pid = m.backend_pid and a.application_name = 'relay:' || m.owner))
), fair as (
  select ceil(${SHARD_COUNT}.0 / count(*))::int as share from live
), mine as (
  select shard, epoch from relay_leases where owner = $1
), surplus as (
  select shard from mine order by shard desc limit greatest((select count(*) from mine) - (select share from fair), 0)
), released as (
  update relay_leases set owner = null, epoch = epoch + 1 where owner = $1 and shard in (select shard from surplus)
), free as (
  select shard from relay_leases where owner is null or owner not in (select owner from live)
  order by shard limit greatest((select share from fair) - (select count(*) from mine), 0)
  for update skip locked
), taken as (
  update relay_leases l set owner = $1, epoch = l.epoch + 1 from free where l.shard = free.shard returning l.shard
)
select shard from mine where shard not in (select shard from surplus) union all select shard from taken`;

const RELEASE = `
with left_group as (delete from relay_members where owner = $1)
update relay_leases set owner = null, epoch = epoch + 1 where owner = $1`;

/** @returns the shards this relay now owns. Run it only while no send is in flight: it may give shards away. */
export async function upkeepLeases(em: EntityManager, owner: string, backendPid: number | null): Promise<Set<number>> {
  const rows = await query<{ shard: number }>(em, UPKEEP, [owner, backendPid, LEASE_MS / 1_000]);
  return new Set(rows.map((row) => row.shard));
}

export async function releaseLeases(em: EntityManager, owner: string): Promise<void> {
  await query(em, RELEASE, [owner]);
}
