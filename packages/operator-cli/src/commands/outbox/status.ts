import type { Command } from '../../command.ts';
import { inEach } from '../../in-each.ts';
import { noArguments } from '../../input.ts';

export const outboxStatus: Command = {
  usage: '',
  summary: 'events that wait for the broker, per service',
  examples: ['outbox status'],
  async run({ databases }, input) {
    noArguments(input, 'outbox status');
    const rows = await inEach(
      databases,
      'outbox',
      `select count(*)::int as waiting, coalesce(round(extract(epoch from now() - min(created_at))), 0)::int as oldest_seconds from outbox`,
    );
    return { rows };
  },
};
