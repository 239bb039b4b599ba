import { recordAction } from '@mao/messaging';
import { judgeByHand, type RequestAnswer, type RequestByHand, requestByHand } from '@mao/saga';
import { assertNever, errorMessage } from '@mao/service-kit';
import type { Answer, Context, Row } from './command.ts';
import { inEach } from './in-each.ts';
import { type Input, isSet, rateOf, uuidsOf } from './input.ts';
import { notRunning } from './not-running.ts';
import { operatorOf } from './operator.ts';
import { paced } from './pacing.ts';
import { about, type ServiceSession, withSessions } from './service-session.ts';

interface FoundSaga {
  readonly service: string;
  readonly id: string;
  readonly type: string;
}

type Asked = { readonly answer: RequestAnswer; readonly status: string | undefined };
type Sessions = (service: string) => Promise<ServiceSession>;

/** Asks the same of each of the sagas whose ids were typed. None is asked unless all are there. */
export async function askSagas(context: Context, input: Input, request: RequestByHand): Promise<Answer> {
  const ids = uuidsOf(input, `sagas ${request}`);
  rateOf(input);
  operatorOf(input);
  const sagas = await findSagas(context, ids);
  const isDryRun = isSet(input, 'dry-run');
  return withSessions(context.databases, async (session) => {
    const rows: Row[] = [];
    const refused: string[] = [];
    const acceptedBy = new Set<string>();
    const ask = async (saga: FoundSaga): Promise<void> => {
      const asked = isDryRun ? await judged(session, saga, request) : await filed(session, saga, request, input);
      if (asked.answer === 'accepted') acceptedBy.add(saga.service);
      if (isRefusal(asked.answer)) refused.push(saga.id);
      rows.push({ ...saga, status: asked.status, outcome: outcomeOf(request, asked, isDryRun) });
    };
    try {
      await paced(sagas, isDryRun ? Number.POSITIVE_INFINITY : rateOf(input), context.clock, ask);
    } catch (error) {
      return { rows, failure: `${errorMessage(error)}\n${sagas.length - rows.length} were not asked.` };
    }
    const notes = [...(await notRunning(session, acceptedBy)), ...(isDryRun ? ['Dry run: nothing was done.'] : [])];
    return { rows, notes, ...(refused.length > 0 ? { failure: `Refused: ${refused.join(', ')}` } : {}) };
  });
}

async function findSagas({ databases }: Context, ids: readonly string[]): Promise<FoundSaga[]> {
  const rows = await inEach(databases, 'sagas', 'select id, type from sagas where id = any($1::uuid[])', [ids]);
  const found = new Map(rows.map((row) => [String(row['id']), row as Row & FoundSaga]));
  const missing = ids.filter((id) => !found.has(id));
  if (missing.length > 0)
    throw new Error(
      `There is no saga ${missing.join(', ')} in ${Object.keys(databases).join(', ')}; sagas list shows the newest.`,
    );
  return ids.flatMap((id) => found.get(id) ?? []);
}

async function judged(session: Sessions, { service, id }: FoundSaga, request: RequestByHand): Promise<Asked> {
  const { em } = await session(service);
  return about(service, () => judgeByHand(em(), id, request));
}

/** The request and its audit row commit together. */
async function filed(session: Sessions, { service, id, type }: FoundSaga, request: RequestByHand, input: Input): Promise<Asked> {
  const { em } = await session(service);
  return about(service, () =>
    em().transactional(async (own) => {
      const verdict = await requestByHand(own, id, request);
      if (verdict.answer === 'accepted')
        await recordAction(own, {
          who: operatorOf(input),
          action: `sagas ${request}`,
          subject: id,
          arguments: { ...input.options, type, status: verdict.status },
        });
      return verdict;
    }),
  );
}

function isRefusal(answer: RequestAnswer): boolean {
  return answer === 'not-stuck' || answer === 'finished' || answer === 'too-late' || answer === 'unknown';
}

function outcomeOf(request: RequestByHand, { answer, status }: Asked, isDryRun: boolean): string {
  switch (answer) {
    case 'accepted':
      return `${isDryRun ? 'would be ' : ''}asked to ${request === 'resume' ? 'go on, with fresh tries' : 'undo what it made'}`;
    case 'asked-before':
      return 'nothing to do: asked before, its worker has not taken it up yet';
    case 'undoing':
      return 'nothing to do: it is being undone';
    case 'not-stuck':
      return `refused: it is ${status}; only a saga that needs attention can be resumed`;
    case 'finished':
      return `refused: it is ${status}, which cannot be undone`;
    case 'too-late':
      return 'refused: it is past its point of no return and can only go forward';
    case 'unknown':
      return 'refused: it is gone';
    default:
      return assertNever(answer);
  }
}
