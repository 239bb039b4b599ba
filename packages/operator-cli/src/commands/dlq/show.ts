import { catalogue } from '@mao/contracts';
import { createCodec, createRegistryCodec, type DeadLetter, decodeLetter, storeHeaders } from '@mao/messaging';
import type { Command, Row } from '../../command.ts';
import { findLetters } from '../../find-letters.ts';
import { kafkaOf } from '../../kafka.ts';
import { withSessions } from '../../service-session.ts';
import { withStandings } from '../../standing-letters.ts';
import { UsageError } from '../../usage-error.ts';

type Codec = ReturnType<typeof createCodec>;

export const dlqShow: Command = {
  usage: 'ID…',
  summary: 'all about dead letters: why they died, where they came from, their headers and decoded data',
  examples: ['dlq show campaigns.gateway.dlq/0/17', 'dlq show campaigns.gateway.dlq/0/17 --json'],
  async run({ env, databases }, { arguments: ids }) {
    if (ids.length === 0) throw new UsageError('dlq show needs the id of a dead letter, as dlq list shows it.');
    const letters = await findLetters(kafkaOf(env), ids);
    const codec = await codecOf(env);
    const standing = await withSessions(databases, (session) => withStandings(databases, session, letters));
    const rows = standing.map(({ letter, standing: own }) => ({
      id: letter.id,
      state: own?.state ?? null,
      replayed_at: own?.replayedAt ?? null,
      replayed_by: own?.replayedBy ?? null,
      parked_before_it: own?.ahead ?? null,
      ...contentOf(codec, letter),
    }));
    return { rows, isDetailed: true };
  },
};

function contentOf(codec: Codec, letter: DeadLetter): Row {
  const { original } = letter;
  const decoded = decodeLetter(codec, letter);
  return {
    service: letter.group,
    service_version: letter.serviceVersion,
    error: letter.errorClass,
    reason: letter.errorMessage,
    attempts: letter.attempts,
    first_failed_at: letter.firstFailedAt,
    last_failed_at: letter.lastFailedAt,
    topic: original.topic,
    partition: original.partition,
    offset: original.offset.toString(),
    arrived_at: original.timestamp,
    key: letter.key,
    type: letter.type,
    inbox_id: letter.inboxId,
    headers: storeHeaders(original.headers),
    ...('data' in decoded
      ? { data: decoded.data }
      : { data: null, undecodable: decoded.problem, value_base64: original.value?.toString('base64') ?? null }),
  };
}

/** The ids in the records are those of the registry when the services use one. */
async function codecOf(env: NodeJS.ProcessEnv): Promise<Codec> {
  const registryUrl = env['SCHEMA_REGISTRY_URL'];
  return registryUrl ? createRegistryCodec(catalogue, registryUrl) : createCodec(catalogue);
}
