import type { Row } from '../evidence.ts';
import { type Facts, isLive, type Run, text } from '../facts.ts';
import type { Finding, Violation } from '../finding.ts';

/** I4: what could not be built is gone; what could not be removed is named. */
export function undoneRunsLeaveNothing(facts: Facts): Finding {
  const undone = facts.runs.filter(({ operations }) =>
    ['failed', 'cancelled', 'needs_attention'].includes(text(operations[0]?.['state'])),
  );
  const attention = undone.filter(({ operations }) => operations[0]?.['state'] === 'needs_attention');
  return {
    invariant: 'I4',
    rule: 'per compensated run no live object; needs_attention names each leftover',
    counts: { undone: undone.length, needs_attention: attention.length },
    violations: undone.flatMap(judge),
  };
}

function judge(run: Run): Violation[] {
  const named = new Set(leftOf(run));
  return run.objects
    .filter((object) => isLive(object) && !named.has(object.id))
    .map(({ id, level }) => ({
      id,
      what: `${run.name} is ${run.operations[0]?.['state']} (operation ${run.operations[0]?.['id']}), and its ${level} still exists`,
    }));
}

function leftOf({ operations }: Run): string[] {
  const answer = (operations[0]?.['answer'] ?? operations[0]?.['result']) as Row | null | undefined;
  const left = (answer?.['compensation'] as { left?: readonly Row[] } | undefined)?.left ?? [];
  return left.map((object) => text(object['meta_id']));
}
