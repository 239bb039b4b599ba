import { afterEach, beforeEach, describe, test } from '@jest/globals';
import type { EventConsumerTransport, EventPublisher, IncomingBatch, OutgoingMessage } from '../ports.ts';
import { conformanceScenarios } from './conformance-scenarios.ts';

/** A transport under test, with a topic `t` of three partitions. */
export interface TransportUnderTest {
  publisher(): EventPublisher;
  consumer(group: string): EventConsumerTransport;
  close(): Promise<void>;
}

/** What a scenario works with; whatever it starts is stopped for it. */
export interface Bench {
  start(group: string, onBatch: (batch: IncomingBatch) => Promise<void>): EventConsumerTransport;
  publish(messages: readonly OutgoingMessage[]): Promise<void>;
}

/** What every transport must do (M34). Run against the real one and the in-memory one alike. */
export function transportConformance(name: string, open: () => Promise<TransportUnderTest>): void {
  describe(`M34: transport ${name}`, () => {
    let transport: TransportUnderTest;
    let started: EventConsumerTransport[];
    beforeEach(async () => {
      transport = await open();
      started = [];
    });
    afterEach(async () => {
      await Promise.all(started.map((consumer) => consumer.stop()));
      await transport.close();
    });
    const bench: Bench = {
      start(group, onBatch) {
        const consumer = transport.consumer(group);
        started.push(consumer);
        consumer.start(onBatch);
        return consumer;
      },
      async publish(messages) {
        const publisher = transport.publisher();
        await publisher.publish(messages);
        await publisher.close();
      },
    };
    test.each(Object.entries(conformanceScenarios))('%s', (_rule, scenario) => scenario(bench));
  });
}
