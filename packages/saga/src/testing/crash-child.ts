import { createLogger, newId, openDatabase } from '@mao/service-kit';
import { done, found, lookAgain } from '../core/outcome.ts';
import { createSagaEngine } from '../engine.ts';
import { sagaMigrations } from '../store/migrations.ts';
import { sagaEntities } from '../store/tables.ts';
import { createLedger } from './ledger.ts';
import { newShop, shopSaga } from './shop.ts';

/**
 * A worker in a process of its own, for tests that kill it: `CRASH_AT=<fault point>#<n>` makes it SIGKILL itself at the
 * n-th pass; without it the process works until it is killed. `REFUSE` names a step that the remote side refuses.
 */
const url = process.env['DATABASE_URL'] ?? '';
const [crashAt, pass] = (process.env['CRASH_AT'] ?? '').split('#');
let passesLeft = Number(pass ?? 1);

const orm = await openDatabase({ url, applicationName: 'crash-child', entities: sagaEntities, migrations: sagaMigrations });
const ledger = createLedger(orm);
const refused = process.env['REFUSE'];
const engine = createSagaEngine({
  orm,
  definitions: [shopSaga()],
  deps: newShop({
    async run(ctx) {
      if (ctx.stepName === refused) return { type: 'rejected', error: { code: 'no', message: 'no' } };
      await ledger.make(ctx.sagaId, ctx.stepName);
      return done({ of: ctx.stepName });
    },
    async look(ctx) {
      const exists = await ledger.has(ctx.sagaId, ctx.stepName);
      if (exists) return found({ of: ctx.stepName });
      return ctx.lookNumber < 2 ? lookAgain(20) : { type: 'absent' };
    },
    async undo(ctx) {
      await ledger.remove(ctx.sagaId, ctx.stepName);
      return done();
    },
  }),
  logger: createLogger({ service: 'crash-child', level: process.env['TEST_LOG_LEVEL'] ?? 'silent' }),
  ownerId: newId(),
  leaseMs: Number(process.env['LEASE_MS'] ?? 600),
  faultPoint(point) {
    if (point !== crashAt) return;
    passesLeft -= 1;
    if (passesLeft === 0) process.kill(process.pid, 'SIGKILL');
  },
});
engine.start();
// Its parent kills it; without a parent it must not stay behind.
process.stdin.resume().on('end', () => process.exit(0));
