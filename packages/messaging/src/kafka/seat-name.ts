import { createHash } from 'node:crypto';
import { hostname } from 'node:os';

export interface SeatSettings {
  readonly INSTANCE_ID?: string | undefined;
  readonly PORT?: number;
}

/**
 * The `group.instance.id` (KIP-345) under which a process sits in its consumer group: one that is killed and started again
 * finds its partitions where it left them, and no other member has to stop for it. Undefined for a process that nothing
 * tells from its neighbours for longer than its life.
 */
export function seatName({ INSTANCE_ID, PORT }: SeatSettings, topics: readonly string[]): string | undefined {
  const instance = INSTANCE_ID ?? hostAndPort(PORT);
  // The broker hands the old partitions to whoever comes back, also when that one reads other topics than before.
  const list = createHash('sha256').update(topics.toSorted().join(',')).digest('hex').slice(0, 8);
  return instance === undefined ? undefined : `${instance}-${list}`;
}

/** No two processes of one host listen on the same port; 0 is another one at each start. */
function hostAndPort(port = 0): string | undefined {
  return port === 0 ? undefined : `${hostname()}-${port}`;
}
