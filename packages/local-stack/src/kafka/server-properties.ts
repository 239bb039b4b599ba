import type { KafkaDoor } from './options.ts';

type Broker = { port: number; controllerPort: number; dataDir: string; doors: readonly KafkaDoor[] };

/**
 * The settings of a single-node KRaft broker. Kafka expands nothing in it, and a `#` after a value becomes part of the value.
 * The session is short because a killed broker cannot come back before its old session has run out.
 */
export function serverProperties({ port, controllerPort, dataDir, doors }: Broker): string {
  const listeners = doors.map((door, index) => `,DOOR${index}://127.0.0.1:${door.port}`).join('');
  const advertised = doors.map((door, index) => `,DOOR${index}://127.0.0.1:${door.advertisedPort}`).join('');
  const protocols = doors.map((_, index) => `,DOOR${index}:PLAINTEXT`).join('');
  return `process.roles=broker,controller
node.id=1
listeners=PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}${listeners}
advertised.listeners=PLAINTEXT://127.0.0.1:${port}${advertised}
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT${protocols}
inter.broker.listener.name=PLAINTEXT
controller.listener.names=CONTROLLER
controller.quorum.voters=1@127.0.0.1:${controllerPort}
log.dirs=${dataDir.replaceAll('\\', '/')}
offsets.topic.replication.factor=1
offsets.topic.num.partitions=4
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
group.initial.rebalance.delay.ms=0
broker.session.timeout.ms=4000
broker.heartbeat.interval.ms=500
auto.create.topics.enable=false
num.network.threads=2
num.io.threads=2
log.segment.bytes=16777216
`;
}
