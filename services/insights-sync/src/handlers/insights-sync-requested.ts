import type { InsightsSyncRequested } from '@mao/contracts';
import type { Handler } from '@mao/messaging';
import type { SagaEngine } from '@mao/saga';
import { requestAccountRun } from '../runs/begin-run.ts';

export const onInsightsSyncRequested =
  (engine: Pick<SagaEngine, 'begin'>): Handler<InsightsSyncRequested> =>
  ({ data }, em) =>
    requestAccountRun(em, engine, data);
