export { SESSION_TIMEOUT_MS } from '../kafka/session-timeout.ts';
export { createMemoryBroker, type MemoryBroker, type MemoryConsumer } from './memory-broker.ts';
export type { Scheduler } from './memory-group.ts';
export { readTopic } from './read-topic.ts';
