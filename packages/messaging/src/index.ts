export { type Codec, createCodec, createRegistryCodec } from './avro/codec.ts';
export type { Catalogue, EventSchema, TopicSpec } from './catalogue.ts';
export { type Consumer, type ConsumerOptions, startConsumer, topicsOfHandlers } from './consumer/consumer.ts';
export type { RetryPolicy } from './consumer/context.ts';
export { deadLetterTopic } from './consumer/dead-letter.ts';
export { listParked, type ParkedLine, releaseParked } from './consumer/parked-lines.ts';
export { type DeadLetter, type DeadLetterPlace, deadLetterId, parseDeadLetterId } from './dead-letters/dead-letter-record.ts';
export { type DecodedLetter, decodeLetter } from './dead-letters/decode-letter.ts';
export { discardDeadLetter } from './dead-letters/discard.ts';
export { LETTER_STATES, type LetterStanding, type LetterState, letterStandings } from './dead-letters/letter-state.ts';
export { replayDeadLetter } from './dead-letters/replay.ts';
export { findDeadLetters, scanDeadLetters } from './dead-letters/scan.ts';
export type { Envelope, EventMap, EventOf, Handler, Handlers, NewEvent } from './envelope.ts';
export { type FaultPoint, faultPoint } from './fault-points.ts';
export { createKafkaClient, type KafkaClient, type KafkaSettings } from './kafka/kafka-client.ts';
export { ensureTopics } from './kafka/topics.ts';
export { recordAction } from './operator/operator-actions.ts';
export { createOutbox, type Outbox } from './outbox/outbox.ts';
export { type OutboxState, outboxState } from './outbox/outbox-state.ts';
export { type Relay, startRelay } from './outbox/relay.ts';
export type {
  Broker,
  ConsumerState,
  EventConsumerTransport,
  EventPublisher,
  GroupSpec,
  IncomingBatch,
  IncomingMessage,
  OutgoingMessage,
} from './ports.ts';
export { type Messaging, type MessagingOptions, type MessagingPorts, startMessaging } from './start-messaging.ts';
export { messagingEntities, OutboxMessage, ParkedMessageRow } from './tables/messaging-entities.ts';
export { messagingMigrations } from './tables/messaging-migrations.ts';
export { storeHeaders } from './wire-headers.ts';
