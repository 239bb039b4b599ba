import { askSagas } from '../../ask-sagas.ts';
import type { Command } from '../../command.ts';
import { WRITE_OPTIONS } from '../../operator.ts';

export const sagasCompensate: Command = {
  usage: 'ID… [--dry-run] [--rate N] [--as NAME]',
  summary: 'has sagas that run or need attention undo what they made; refused past the point of no return',
  options: WRITE_OPTIONS,
  examples: ['sagas compensate 019a2b4c-0000-7000-8000-000000000001 --dry-run'],
  run: (context, input) => askSagas(context, input, 'compensate'),
};
