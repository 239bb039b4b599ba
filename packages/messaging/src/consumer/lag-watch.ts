import type { IncomingBatch, IncomingMessage } from '../ports.ts';

interface Lag {
  readonly messages: number;
  /** Given the time, epoch milliseconds. */
  readonly seconds: (now: number) => number;
}

export interface PartitionLag {
  readonly topic: string;
  readonly partition: number;
  readonly messages: number;
  readonly seconds: number;
}

type Place = Pick<IncomingBatch, 'topic' | 'partition'>;

/**
 * How far behind each partition is. While a batch is in hand the age of its oldest open message grows with the clock, so a
 * consumer that stands still shows; between batches it is what it was, because the partition may be somebody else's by now.
 */
export interface LagWatch {
  began(batch: IncomingBatch): void;
  /** @param next the message that is open now; undefined at the end of the batch */
  handled(batch: IncomingBatch, last: IncomingMessage, next: IncomingMessage | undefined): void;
  /** The batch was left unfinished: whoever takes the partition reports it. */
  left(place: Place): void;
  /** The group was dealt out anew. */
  forgetAll(): void;
  read(now: number): PartitionLag[];
}

export function createLagWatch(clock: () => number = Date.now): LagWatch {
  const lags = new Map<string, Place & Lag>();
  const note = ({ topic, partition }: Place, lag: Lag): void => {
    lags.set(nameOf({ topic, partition }), { topic, partition, ...lag });
  };
  return {
    began(batch) {
      const [first] = batch.messages;
      if (first) note(batch, inHand(batch, first));
    },
    handled(batch, last, next) {
      if (next) return note(batch, inHand(batch, next));
      const messages = Number(batch.highWatermark - last.offset - 1n);
      const seconds = messages === 0 ? 0 : ageSeconds(last, clock());
      note(batch, { messages, seconds: () => seconds });
    },
    left: (place) => void lags.delete(nameOf(place)),
    forgetAll: () => lags.clear(),
    read: (now) => [...lags.values()].map((lag) => ({ ...lag, seconds: lag.seconds(now) })),
  };
}

function inHand(batch: IncomingBatch, oldest: IncomingMessage): Lag {
  return { messages: Number(batch.highWatermark - oldest.offset), seconds: (now) => ageSeconds(oldest, now) };
}

function ageSeconds(message: IncomingMessage, now: number): number {
  return Math.max(0, (now - message.timestamp.getTime()) / 1_000);
}

function nameOf({ topic, partition }: Place): string {
  return `${topic}/${partition}`;
}
