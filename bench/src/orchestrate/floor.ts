import type { CallRound } from './call-plan.ts';
import type { CallSender } from './call-sender.ts';
import { newRunName } from './ours.ts';
import type { Subject } from './subject.ts';

/** The Graph calls alone: one bare Node process, nothing stored, nothing survives. */
export function floor(rounds: readonly CallRound[], sender: CallSender): Subject {
  return {
    name: 'floor',
    description: 'the same Graph calls from one bare Node process; nothing stored',
    async build() {
      const runName = newRunName();
      let ids: readonly string[] = [];
      for (const round of rounds) ids = await sender.sendRound(round, runName, ids);
    },
    stop: async () => undefined,
  };
}
