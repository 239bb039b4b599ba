import { existsSync, writeFileSync } from 'node:fs';
import { catalogue } from '@mao/contracts';
import { createCodec } from '@mao/messaging';
import { SAMPLES } from './samples.ts';
import { type EventType, FINGERPRINTS, fingerprints, goldenPath } from './stored-schemas.ts';

/**
 * After adding a schema: `node tests/schemas/write-golden.ts`. Writes the golden bytes of versions that have none yet and
 * the fingerprints. Golden bytes that exist are never written again: they are what lies on Kafka.
 */
for (const event of catalogue.events) {
  const isNewest = catalogue.events.every((other) => other.type !== event.type || other.version <= event.version);
  if (existsSync(goldenPath(event)) || !isNewest) continue;
  const data = SAMPLES[event.type as EventType];
  const hex = createCodec(catalogue).encode(event.topic, event.type, data).toString('hex');
  writeFileSync(goldenPath(event), `${JSON.stringify({ hex, data }, null, 2)}\n`);
}
writeFileSync(FINGERPRINTS, `${JSON.stringify(fingerprints(), null, 2)}\n`);
