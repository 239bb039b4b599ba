import type { Stack } from '@mao/local-stack';
import { rowsOf } from '../machine/rows-of.ts';
import type { JournalEntry } from './fake-control.ts';
import type { Built } from './ours.ts';

/** A moment of one run, in milliseconds since its request was sent. */
export interface Stage {
  readonly name: string;
  readonly atMs: number;
}

export interface ObservedRun {
  readonly built: Built;
  readonly sentAt: number;
  readonly answeredAt: number;
  readonly calls: readonly JournalEntry[];
  readonly delayMs: number;
}

interface Moment {
  readonly name: string;
  readonly at: number;
}

const STEPS = `
  select s.name, s.intent_at, s.ended_at, g.created_at as begun_at, g.finished_at from saga_steps s join sagas g on g.id = s.saga_id
  where g.id = $1 order by s.position`;

interface StepRow {
  readonly name: string;
  readonly intent_at: Date | null;
  readonly ended_at: Date | null;
  readonly begun_at: Date;
  readonly finished_at: Date;
}

/** The moments of a run in order of time, from the services' rows and the fake's journal. All clocks are this machine's. */
export async function stagesOf(stack: Stack, run: ObservedRun): Promise<readonly Stage[]> {
  const operationId = run.built.request_id;
  const campaignId = run.built.campaign_creation.campaign_db_id;
  const moments = [
    ...(await gatewayMoments(stack, operationId)),
    ...sagaMoments('campaign saga', await rowsOf<StepRow>(urlOf(stack, 'campaign-orchestrator'), STEPS, [campaignId])),
    ...(await syncMoments(stack, campaignId)),
    ...callMoments(run),
    { name: 'answer received', at: run.answeredAt },
  ];
  return moments.sort((a, b) => a.at - b.at).map(({ name, at }) => ({ name, atMs: at - run.sentAt }));
}

async function gatewayMoments(stack: Stack, operationId: string): Promise<readonly Moment[]> {
  const [row] = await rowsOf<{ created_at: Date; completed_at: Date }>(
    urlOf(stack, 'gateway'),
    'select created_at, completed_at from operations where id = $1',
    [operationId],
  );
  if (row === undefined) throw new Error(`the gateway has no operation ${operationId}`);
  return [
    { name: 'gateway: accepting (operation row, outbox)', at: row.created_at.getTime() },
    { name: 'gateway: outcome known (operation completed)', at: row.completed_at.getTime() },
  ];
}

async function syncMoments(stack: Stack, campaignId: string): Promise<readonly Moment[]> {
  const url = urlOf(stack, 'insights-sync');
  const [run] = await rowsOf<{ id: string }>(url, 'select id from sync_runs where campaign_id = $1', [campaignId]);
  return run === undefined ? [] : sagaMoments('sync saga', await rowsOf<StepRow>(url, STEPS, [run.id]));
}

function sagaMoments(saga: string, steps: readonly StepRow[]): readonly Moment[] {
  const [first] = steps;
  if (first === undefined) return [];
  return [
    { name: `${saga}: begun by its event`, at: first.begun_at.getTime() },
    ...steps.flatMap(({ name, intent_at, ended_at }) => [
      ...(intent_at === null ? [] : [{ name: `${saga}: ${name} intent`, at: intent_at.getTime() }]),
      ...(ended_at === null ? [] : [{ name: `${saga}: ${name} outcome`, at: ended_at.getTime() }]),
    ]),
    { name: `${saga}: finished`, at: first.finished_at.getTime() },
  ];
}

/** The journal holds when a call was carried out: after its delay. */
const callMoments = ({ calls, delayMs }: ObservedRun): readonly Moment[] =>
  calls.flatMap(({ method, path, at }) => {
    const name = `Graph ${method} ${path.split('/').at(-1)}`.replace(/\d{18}$/, '{id}');
    return [
      { name: `  ${name} arrives`, at: Date.parse(at) - delayMs },
      { name: `  ${name} is carried out`, at: Date.parse(at) },
    ];
  });

function urlOf(stack: Stack, service: string): string {
  const url = stack.databases[service];
  if (url === undefined) throw new Error(`the stack has no database for ${service}`);
  return url;
}
