import { type DeadLetter, deadLetterId, findDeadLetters, type KafkaClient } from '@mao/messaging';
import { placesOf } from './letter-filter.ts';

/**
 * The dead letters with these ids, in their order.
 * @throws Error that names those that are not there
 */
export async function findLetters(client: KafkaClient, ids: readonly string[]): Promise<DeadLetter[]> {
  const places = placesOf(ids);
  const found = new Map((await findDeadLetters(client, places)).map((letter) => [letter.id, letter]));
  const missing = places.map(deadLetterId).filter((id) => !found.has(id));
  if (missing.length > 0)
    throw new Error(`There is no dead letter ${missing.join(', ')}: Kafka keeps them for 30 days; dlq list shows those it has.`);
  return [...found.values()];
}
