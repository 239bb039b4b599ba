import type { Command } from '../command.ts';
import { inEach } from '../in-each.ts';
import { countOf, noArguments } from '../input.ts';

const LIMITS = { otherwise: 50, max: 10_000 };

export const auditList: Command = {
  usage: '[--limit N]',
  summary: 'what operators did with this program, the newest first, per service',
  options: { limit: { type: 'string', value: 'N', summary: `at most N per service (${LIMITS.otherwise})` } },
  examples: ['audit list'],
  async run({ databases }, input) {
    noArguments(input, 'audit list');
    const rows = await inEach(
      databases,
      'operator_actions',
      `select at, who, action, subject, arguments from operator_actions order by id desc limit $1`,
      [countOf(input, 'limit', LIMITS)],
    );
    return { rows };
  },
};
