import type { Command } from '../command.ts';
import { inEach } from '../in-each.ts';

export const sagasList: Command = {
  usage: '[--status S]',
  summary: 'the 200 newest sagas, of one status if given',
  run: (databases, { status }) =>
    inEach(
      databases,
      'sagas',
      `select id, type, status, tag, waiting_for, wake_at, created_at, finished_at, error ->> 'message' as error
       from sagas where $1::text is null or status = $1 order by created_at desc limit 200`,
      [status ?? null],
    ),
};
