export { createMemoryBroker, type MemoryBroker } from './memory-broker.ts';
export type { Scheduler } from './memory-group.ts';
export { readTopic } from './read-topic.ts';
