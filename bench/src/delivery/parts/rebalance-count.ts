import { sleep } from '@mao/service-kit';
import type { BrokerView } from '../stage/broker-view.ts';

const LOOK_MS = 50;

/** Asks the broker who has which partitions until the signal; every other answer is a rebalance. At least so many there were. */
export async function countRebalances(
  broker: Pick<BrokerView, 'assignment'>,
  group: string,
  signal: AbortSignal,
): Promise<number> {
  let [count, last] = [0, ''];
  while (!signal.aborted) {
    const now = await broker.assignment(group);
    if (now !== undefined && now !== '' && now !== last) {
      count += 1;
      last = now;
    }
    await sleep(LOOK_MS, signal);
  }
  return count;
}
