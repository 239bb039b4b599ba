import type { Command } from '../command.ts';
import { inEach } from '../in-each.ts';

export const parkedList: Command = {
  usage: '',
  summary: 'messages that wait behind a failure of their key',
  run: (databases) =>
    inEach(
      databases,
      'parked_messages',
      `select topic, key, type, event_id, attempts, error_message, next_attempt_at, parked_at from parked_messages order by topic, key, id limit 200`,
    ),
};
