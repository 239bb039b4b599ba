import { LETTER_STATES, scanDeadLetters } from '@mao/messaging';
import type { Command, Row } from '../../command.ts';
import { countOf, noArguments, oneOf } from '../../input.ts';
import { kafkaOf } from '../../kafka.ts';
import { FILTER_OPTIONS, letterFilterOf } from '../../letter-filter.ts';
import { withSessions } from '../../service-session.ts';
import { type StandingLetter, withStandings } from '../../standing-letters.ts';

const LIMITS = { otherwise: 50, max: 10_000 };

export const dlqList: Command = {
  usage: '[filters] [--state S] [--limit N]',
  summary: 'dead letters, the newest first, and what became of them',
  options: {
    ...FILTER_OPTIONS,
    state: { type: 'string', value: 'S', summary: `one of ${LETTER_STATES.join(', ')}` },
    limit: { type: 'string', value: 'N', summary: `at most N (${LIMITS.otherwise})` },
  },
  examples: ['dlq list --state dead', 'dlq list --service gateway --type CampaignCreated --limit 10'],
  async run({ env, databases }, input) {
    noArguments(input, 'dlq list');
    const filter = letterFilterOf(input, Object.keys(databases));
    const state = oneOf(input, 'state', LETTER_STATES);
    const limit = countOf(input, 'limit', LIMITS);
    const letters = await scanDeadLetters(kafkaOf(env), filter);
    const standing = await withSessions(databases, (session) => withStandings(databases, session, letters));
    const fitting = standing.filter((one) => state === undefined || one.standing?.state === state).toReversed();
    const hidden = fitting.length - limit;
    return {
      rows: fitting.slice(0, limit).map(rowOf),
      ...(hidden > 0 ? { notes: [`${hidden} older ones are not shown: --limit ${fitting.length} shows all.`] } : {}),
    };
  },
};

function rowOf({ letter, standing }: StandingLetter): Row {
  return {
    id: letter.id,
    state: standing?.state ?? null,
    died_at: letter.lastFailedAt,
    type: letter.type,
    key: letter.key,
    error: letter.errorClass,
    reason: letter.errorMessage,
    attempts: letter.attempts,
    replayed_at: standing?.replayedAt ?? null,
    replayed_by: standing?.replayedBy ?? null,
  };
}
