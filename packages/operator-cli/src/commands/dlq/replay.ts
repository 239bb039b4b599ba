import { type DeadLetter, type KafkaClient, replayDeadLetter, scanDeadLetters } from '@mao/messaging';
import { errorMessage } from '@mao/service-kit';
import type { Answer, Command, Context, Row } from '../../command.ts';
import { findLetters } from '../../find-letters.ts';
import { countOf, type Input, isSet, rateOf } from '../../input.ts';
import { kafkaOf } from '../../kafka.ts';
import { FILTER_OPTIONS, letterFilterOf } from '../../letter-filter.ts';
import { noDatabase, nothingToDo, outcomeRow, summaryOf } from '../../letter-rows.ts';
import { notRunning } from '../../not-running.ts';
import { operatorOf, WRITE_OPTIONS } from '../../operator.ts';
import { paced } from '../../pacing.ts';
import { about, type ServiceSession, withSessions } from '../../service-session.ts';
import { type StandingLetter, withStandings } from '../../standing-letters.ts';
import { UsageError } from '../../usage-error.ts';

const LIMITS = { otherwise: 1_000, max: 100_000 };

type Sessions = (service: string) => Promise<ServiceSession>;

export const dlqReplay: Command = {
  usage: '(ID… | filters | --all) [--dry-run] [--rate N] [--as NAME]',
  summary: 'gives dead letters back to the service that gave them up, in the order of their keys',
  options: {
    ...FILTER_OPTIONS,
    all: { type: 'boolean', summary: 'every one that was not replayed yet' },
    limit: { type: 'string', value: 'N', summary: `at most N, the oldest first (${LIMITS.otherwise})` },
    ...WRITE_OPTIONS,
  },
  examples: [
    'dlq replay campaigns.gateway.dlq/0/17',
    'dlq replay --service gateway --error TypeError --dry-run',
    'dlq replay --service gateway --error TypeError --rate 5 --as ann',
  ],
  async run(context, input) {
    const { databases, env } = context;
    const plan = planOf(input, Object.keys(databases));
    const letters = await plan.find(kafkaOf(env));
    return withSessions(databases, async (session) => {
      const standing = await withStandings(databases, session, letters);
      const open = plan.isByName ? standing : standing.filter((one) => one.standing?.state === 'dead');
      const chosen = open.slice(0, plan.limit);
      const notes = leftOut(standing.length - open.length, open.length - chosen.length);
      if (isSet(input, 'dry-run')) return { rows: chosen.map(foreseen), notes: [...notes, 'Dry run: nothing was done.'] };
      const answer = await replayAll(context, input, session, chosen);
      return { ...answer, notes: [...notes, ...(answer.notes ?? [])] };
    });
  },
};

interface Plan {
  readonly isByName: boolean;
  readonly limit: number;
  find(client: KafkaClient): Promise<DeadLetter[]>;
}

function planOf(input: Input, services: readonly string[]): Plan {
  // Read for their refusals: a bad rate must not show only after Kafka was read.
  rateOf(input);
  operatorOf(input);
  const filter = letterFilterOf(input, services);
  const ids = input.arguments;
  const limit = countOf(input, 'limit', LIMITS);
  const isAll = isSet(input, 'all');
  if (ids.length > 0) {
    if (isAll || !filter.isEmpty) throw new UsageError('dlq replay takes ids or filters, not both.');
    return { isByName: true, limit: Number.POSITIVE_INFINITY, find: (client) => findLetters(client, ids) };
  }
  if (filter.isEmpty && !isAll)
    throw new UsageError('dlq replay needs ids of dead letters (as dlq list shows them), a filter, or --all.');
  return { isByName: false, limit, find: (client) => scanDeadLetters(client, filter) };
}

async function replayAll(context: Context, input: Input, session: Sessions, chosen: readonly StandingLetter[]): Promise<Answer> {
  const rows: Row[] = [];
  const queuedFor = new Set<string>();
  const who = operatorOf(input);
  const replay = async ({ letter }: StandingLetter): Promise<void> => {
    const { em } = await session(letter.group);
    const by = { who, arguments: { ...input.options, ...summaryOf(letter) } };
    const replayed = await about(letter.group, () => em().transactional((own) => replayDeadLetter(own, letter, by)));
    if (replayed.isQueued) queuedFor.add(letter.group);
    const { state, ahead } = replayed.before;
    rows.push(outcomeRow(letter, replayed.isQueued ? queued('queued', ahead) : nothingToDo(state)));
  };
  try {
    await paced(chosen, rateOf(input), context.clock, replay);
  } catch (error) {
    const left = chosen.length - rows.length;
    return { rows, failure: `${errorMessage(error)}\n${left} were not replayed; the same command goes on with them.` };
  }
  return { rows, notes: await notRunning(session, queuedFor) };
}

function foreseen({ letter, standing }: StandingLetter): Row {
  if (standing === undefined) return outcomeRow(letter, noDatabase(letter));
  const { state, ahead } = standing;
  return outcomeRow(letter, state === 'dead' ? queued('would be queued', ahead) : nothingToDo(state));
}

function queued(text: string, ahead: number): string {
  return ahead === 0 ? text : `${text} behind ${ahead} parked`;
}

function leftOut(settled: number, overLimit: number): string[] {
  return [
    ...(settled > 0 ? [`${settled} more fit, but were replayed or handled before.`] : []),
    ...(overLimit > 0 ? [`${overLimit} more fit; --limit takes more at once.`] : []),
  ];
}
