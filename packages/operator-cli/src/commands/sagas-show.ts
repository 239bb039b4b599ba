import type { Command } from '../command.ts';
import { inEach } from '../in-each.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export const sagasShow: Command = {
  usage: 'ID',
  summary: 'the steps of one saga (the id of a campaign or of a sync run)',
  run(databases, { arguments: [id = ''] }) {
    if (!UUID.test(id)) throw new Error('sagas show needs the id of a saga (a UUID)');
    return inEach(
      databases,
      'saga_steps',
      `select name, kind, state, attempts, retry_at, compensation, result ->> 'metaId' as meta_id, error ->> 'message' as error
       from saga_steps where saga_id = $1 order by position`,
      [id],
    );
  },
};
