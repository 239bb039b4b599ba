import { listParked, type ParkedLine, recordAction, releaseParked } from '@mao/messaging';
import { errorMessage } from '@mao/service-kit';
import type { Answer, Command, Context, Row } from '../../command.ts';
import { type Input, isSet, noArguments, rateOf } from '../../input.ts';
import { LINE_OPTIONS, type LineFilter, lineFilterOf } from '../../line-filter.ts';
import { notRunning } from '../../not-running.ts';
import { operatorOf, WRITE_OPTIONS } from '../../operator.ts';
import { paced } from '../../pacing.ts';
import { about, type ServiceSession, withSessions } from '../../service-session.ts';
import { UsageError } from '../../usage-error.ts';

const MAX_LINES = 10_000;

type Sessions = (service: string) => Promise<ServiceSession>;

export const parkedRelease: Command = {
  usage: '(--service NAME | --topic TOPIC | --key KEY | --all) [--dry-run] [--rate N] [--as NAME]',
  summary: 'has parked keys tried again now instead of when they are due; each drains in order',
  options: { ...LINE_OPTIONS, all: { type: 'boolean', summary: 'every parked key' }, ...WRITE_OPTIONS },
  examples: ['parked release --key 019a2b4c-…', 'parked release --service publisher --dry-run', 'parked release --all --rate 2'],
  async run(context, input) {
    noArguments(input, 'parked release');
    const filter = lineFilterOf(input, context.databases);
    rateOf(input);
    operatorOf(input);
    if (filter.isEmpty && !isSet(input, 'all')) throw new UsageError('parked release needs --service, --topic, --key or --all.');
    return withSessions(context.databases, async (session) => {
      const lines = await linesOf(session, filter);
      if (isSet(input, 'dry-run'))
        return { rows: lines.map((line) => rowOf(line, 'would be tried now')), notes: ['Dry run: nothing was done.'] };
      return releaseAll(context, input, session, lines);
    });
  },
};

async function linesOf(session: Sessions, { services, topic, key }: LineFilter): Promise<ParkedLine[]> {
  const found: ParkedLine[] = [];
  for (const service of Object.keys(services)) {
    const { em } = await session(service);
    found.push(...(await about(service, () => listParked(em(), MAX_LINES))));
  }
  return found.filter((line) => (topic === undefined || line.topic === topic) && (key === undefined || line.key === key));
}

async function releaseAll(context: Context, input: Input, session: Sessions, lines: readonly ParkedLine[]): Promise<Answer> {
  const rows: Row[] = [];
  const who = operatorOf(input);
  const release = async (line: ParkedLine): Promise<void> => {
    const { group, topic, key } = line;
    const { em } = await session(group);
    const released = await about(group, () =>
      em().transactional(async (own) => {
        const count = await releaseParked(own, { group, topic, key });
        if (count > 0)
          await recordAction(own, {
            who,
            action: 'parked release',
            subject: `${topic}/${key}`,
            arguments: { ...input.options, messages: line.messages, error: line.errorClass },
          });
        return count;
      }),
    );
    rows.push(rowOf(line, released > 0 ? 'tried now' : 'nothing to do: it has drained'));
  };
  try {
    await paced(lines, rateOf(input), context.clock, release);
  } catch (error) {
    return { rows, failure: `${errorMessage(error)}\n${lines.length - rows.length} were not released.` };
  }
  return { rows, notes: await notRunning(session, new Set(lines.map(({ group }) => group))) };
}

function rowOf(line: ParkedLine, outcome: string): Row {
  const { group: service, topic, key, messages, attempts, errorClass: error } = line;
  return { service, topic, key, messages, attempts, error, outcome };
}
