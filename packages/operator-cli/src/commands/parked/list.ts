import type { Command } from '../../command.ts';
import { inEach } from '../../in-each.ts';
import { noArguments } from '../../input.ts';
import { LINE_OPTIONS, lineFilterOf } from '../../line-filter.ts';

export const parkedList: Command = {
  usage: '[--service NAME] [--topic TOPIC] [--key KEY]',
  summary: 'messages that wait behind a failure of their key, line by line; only the first of a line is tried',
  options: LINE_OPTIONS,
  examples: ['parked list', 'parked list --service insights-sync'],
  async run({ databases }, input) {
    noArguments(input, 'parked list');
    const { services, topic, key } = lineFilterOf(input, databases);
    const rows = await inEach(
      services,
      'parked_messages',
      `select topic, key, type, event_id, partition, "offset", attempts, error_class as error, error_message as reason,
         next_attempt_at, parked_at
       from parked_messages where ($1::text is null or topic = $1) and ($2::text is null or key = $2)
       order by topic, key, "offset", id limit 200`,
      [topic ?? null, key ?? null],
    );
    return { rows };
  },
};
