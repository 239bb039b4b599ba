import { discardDeadLetter } from '@mao/messaging';
import { errorMessage } from '@mao/service-kit';
import type { Answer, Command, Context, Row } from '../../command.ts';
import { findLetters } from '../../find-letters.ts';
import { type Input, isSet, rateOf, textOf } from '../../input.ts';
import { kafkaOf } from '../../kafka.ts';
import { noDatabase, nothingToDo, outcomeRow, summaryOf } from '../../letter-rows.ts';
import { operatorOf, WRITE_OPTIONS } from '../../operator.ts';
import { paced } from '../../pacing.ts';
import { about, type ServiceSession, withSessions } from '../../service-session.ts';
import { type StandingLetter, withStandings } from '../../standing-letters.ts';
import { UsageError } from '../../usage-error.ts';

type Sessions = (service: string) => Promise<ServiceSession>;

export const dlqDiscard: Command = {
  usage: 'ID… --reason TEXT [--dry-run] [--rate N] [--as NAME]',
  summary: 'settles dead letters that shall never take effect: they are not counted any more and cannot be replayed',
  options: { reason: { type: 'string', value: 'TEXT', summary: 'why, for the audit' }, ...WRITE_OPTIONS },
  examples: ['dlq discard campaigns.gateway.dlq/0/17 --reason duplicate-of-16'],
  async run(context, input) {
    if (input.arguments.length === 0) throw new UsageError('dlq discard needs the id of a dead letter, as dlq list shows it.');
    if (textOf(input, 'reason') === undefined) throw new UsageError('dlq discard needs --reason: it cannot be taken back.');
    rateOf(input);
    operatorOf(input);
    const letters = await findLetters(kafkaOf(context.env), input.arguments);
    return withSessions(context.databases, async (session) => {
      const standing = await withStandings(context.databases, session, letters);
      if (isSet(input, 'dry-run')) return { rows: standing.map(foreseen), notes: ['Dry run: nothing was done.'] };
      return discardAll(context, input, session, standing);
    });
  },
};

function foreseen({ letter, standing }: StandingLetter): Row {
  if (standing === undefined) return outcomeRow(letter, noDatabase(letter));
  return outcomeRow(letter, standing.state === 'dead' ? 'would be discarded' : nothingToDo(standing.state));
}

async function discardAll(
  context: Context,
  input: Input,
  session: Sessions,
  letters: readonly StandingLetter[],
): Promise<Answer> {
  const rows: Row[] = [];
  const who = operatorOf(input);
  const discard = async ({ letter }: StandingLetter): Promise<void> => {
    const { em } = await session(letter.group);
    const by = { who, arguments: { ...input.options, ...summaryOf(letter) } };
    const before = await about(letter.group, () => em().transactional((own) => discardDeadLetter(own, letter, by)));
    rows.push(outcomeRow(letter, before === 'dead' ? 'discarded' : nothingToDo(before)));
  };
  try {
    await paced(letters, rateOf(input), context.clock, discard);
  } catch (error) {
    return { rows, failure: `${errorMessage(error)}\n${letters.length - rows.length} were not discarded.` };
  }
  return { rows };
}
