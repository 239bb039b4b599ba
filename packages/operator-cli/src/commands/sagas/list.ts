import type { Command } from '../../command.ts';
import { inEach } from '../../in-each.ts';
import { noArguments, oneOf } from '../../input.ts';

const STATUSES = ['running', 'compensating', 'completed', 'compensated', 'cancelled', 'needs_attention'] as const;

export const sagasList: Command = {
  usage: '[--status S]',
  summary: 'the 200 newest sagas, of one status if given',
  options: { status: { type: 'string', value: 'S', summary: `one of ${STATUSES.join(', ')}` } },
  examples: ['sagas list --status needs_attention'],
  async run({ databases }, input) {
    noArguments(input, 'sagas list');
    const rows = await inEach(
      databases,
      'sagas',
      `select id, type, status, tag, waiting_for, wake_at, created_at, finished_at, error ->> 'message' as error
       from sagas where $1::text is null or status = $1 order by created_at desc limit 200`,
      [oneOf(input, 'status', STATUSES) ?? null],
    );
    return { rows };
  },
};
