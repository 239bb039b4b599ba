import type { IncomingMessage } from '@mao/messaging';
import { decodeFrame } from '../../chaos-run/checker/collect/decode-frame.ts';
import type { Evidence, KafkaRecord, PartitionOffsets } from '../../chaos-run/checker/evidence.ts';
import type { VirtualBroker } from './virtual-broker.ts';

/** What the checker wants to know of Kafka, from the broker of the simulated world. */
export function readBroker(broker: VirtualBroker): Pick<Evidence, 'records' | 'offsets'> {
  const records = broker.topics().flatMap((topic) => broker.records(topic).map(toRecord));
  return { records, offsets: broker.topics().flatMap((topic) => offsetsOf(broker, topic)) };
}

function offsetsOf(broker: VirtualBroker, topic: string): PartitionOffsets[] {
  const lengths = broker.lengths(topic);
  return lengths.map((end, partition) => {
    const committed = broker.groups().flatMap((group) => {
      const offset = broker.committed(group, topic, partition);
      return offset === undefined ? [] : [[group, Number(offset)] as const];
    });
    return { topic, partition, end, committed: Object.fromEntries(committed) };
  });
}

function toRecord({ topic, partition, offset, key, value, headers }: IncomingMessage): KafkaRecord {
  const header = (name: string): string => String(headers[name] ?? '');
  const isDeadLetter = topic.endsWith('.dlq');
  return {
    topic,
    partition,
    offset: Number(offset),
    key: String(key),
    id: header('ce_id'),
    type: header('ce_type'),
    source: header('ce_source'),
    seq: isDeadLetter ? 0 : Number(header('ce_keyseq')),
    data: isDeadLetter ? { reason: header('x-dlq-error-message'), group: header('x-dlq-group') } : decodeFrame(value),
  };
}
