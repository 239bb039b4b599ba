import type { DeadLetter, LetterState } from '@mao/messaging';
import { assertNever } from '@mao/service-kit';
import type { Row } from './command.ts';

/** One line of what was done, or would be, about a dead letter. */
export function outcomeRow(letter: DeadLetter, outcome: string): Row {
  return { id: letter.id, outcome, type: letter.type, key: letter.key };
}

/** For the audit: whoever reads it later may find the record gone from Kafka. */
export function summaryOf(letter: DeadLetter): Row {
  return { type: letter.type, key: letter.key, error: letter.errorClass, event: letter.inboxId };
}

/** Why there is nothing to do about a letter. */
export function nothingToDo(state: LetterState): string {
  switch (state) {
    case 'waiting':
      return 'nothing to do: it waits in the line of its key (parked list)';
    case 'handled':
      return 'nothing to do: it was handled';
    case 'discarded':
      return 'nothing to do: it was discarded';
    case 'died-again':
      return 'nothing to do: it died again after a replay; take its newer dead letter';
    case 'replayed':
    case 'dead':
      return 'nothing to do: it was replayed before';
    default:
      return assertNever(state);
  }
}

export function noDatabase(letter: DeadLetter): string {
  return `not possible: no database of ${letter.group} is known here`;
}
