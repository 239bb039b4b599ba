import type { Command, Row } from '../../command.ts';
import { inEach } from '../../in-each.ts';
import { uuidsOf } from '../../input.ts';
import { UsageError } from '../../usage-error.ts';

export const sagasShow: Command = {
  usage: 'ID',
  summary: 'the steps of one saga (the id of a campaign, a sync run or a publication)',
  examples: ['sagas show 019a2b4c-…'],
  async run({ databases }, input) {
    const [id, ...others] = uuidsOf(input, 'sagas show');
    if (others.length > 0) throw new UsageError('sagas show takes one id.');
    const sagas = await inEach(
      databases,
      'sagas',
      `select type, status, heading, waiting_for, hold_reason, error ->> 'message' as error from sagas where id = $1`,
      [id],
    );
    const [saga] = sagas;
    if (saga === undefined) throw new Error(`There is no saga ${id} in ${Object.keys(databases).join(', ')}.`);
    const rows = await inEach(
      databases,
      'saga_steps',
      `select name, kind, state, may_exist, attempts, retry_at, compensation, result ->> 'metaId' as meta_id, error ->> 'message' as error
       from saga_steps where saga_id = $1 order by position`,
      [id],
    );
    return { rows, notes: [inWords(saga)] };
  },
};

function inWords({ service, type, status, waiting_for: waitingFor, hold_reason: holdReason, error }: Row): string {
  const parts = [waitingFor && `waits for ${waitingFor}`, holdReason && `held: ${holdReason}`, error && `error: ${error}`];
  return [`${type} of ${service}: ${status}`, ...parts.filter(Boolean)].join('; ');
}
