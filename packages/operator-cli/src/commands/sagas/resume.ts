import { askSagas } from '../../ask-sagas.ts';
import type { Command } from '../../command.ts';
import { WRITE_OPTIONS } from '../../operator.ts';

export const sagasResume: Command = {
  usage: 'ID… [--dry-run] [--rate N] [--as NAME]',
  summary: 'has sagas that need attention go on where they stopped, with fresh tries and deadlines',
  options: WRITE_OPTIONS,
  examples: ['sagas resume 019a2b4c-0000-7000-8000-000000000001 --as ann'],
  run: (context, input) => askSagas(context, input, 'resume'),
};
