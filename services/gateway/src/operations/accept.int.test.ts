import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@mao/service-kit';
import { writeAtOnce } from '@mao/service-kit/testing';
import { type GatewayRig, openGatewayRig } from '../testing/gateway-rig.ts';
import { acceptOperation, findReplay, type OperationRequest } from './accept.ts';

let rig: GatewayRig;
beforeAll(async () => {
  rig = await openGatewayRig();
}, 30_000);
afterAll(() => rig?.close());

const request = (change: Partial<OperationRequest> = {}): OperationRequest => {
  const accountId = newId();
  return {
    kind: 'insights_sync',
    subject: 'me',
    socialAccountId: accountId,
    aggregateId: accountId,
    endpoint: 'POST /test',
    idempotencyKey: newId(),
    requestHash: 'hash',
    ...change,
  };
};

const appendSync =
  (asked: OperationRequest) =>
  async (em: Parameters<Parameters<typeof acceptOperation>[2]>[0], { id }: { id: string }) =>
    rig.context.outbox.append(em, {
      type: 'InsightsSyncRequested',
      key: asked.socialAccountId,
      data: { requestId: id, socialAccountId: asked.socialAccountId, requestedBy: 'me', requestedAt: new Date() },
    });

const together = <T>(count: number, work: () => Promise<T>) => writeAtOnce(rig.orm, { table: 'operations', count }, work);

const operations = (asked: OperationRequest) =>
  rig.sql<{ id: string }>('select id from operations where idempotency_key = ?', [asked.idempotencyKey]);
const eventsOf = async (asked: OperationRequest) =>
  (await rig.written('InsightsSyncRequested')).filter(({ data }) => data.socialAccountId === asked.socialAccountId);

describe('accepting an operation', () => {
  it('makes row and event durable together, with the operation as correlation id', async () => {
    const asked = request();
    const { operation, replayed } = await acceptOperation(rig.orm, asked, appendSync(asked));
    expect(replayed).toBe(false);
    expect(await eventsOf(asked)).toEqual([
      { correlationId: operation.id, data: expect.objectContaining({ requestId: operation.id }) },
    ]);
  });

  it('leaves nothing behind when what belongs to it cannot be written, and the key stays free', async () => {
    const asked = request();
    const failing = acceptOperation(rig.orm, asked, async (em, operation) => {
      await appendSync(asked)(em, operation);
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect([await operations(asked), await eventsOf(asked)]).toEqual([[], []]);
    expect((await acceptOperation(rig.orm, asked, appendSync(asked))).replayed).toBe(false);
  });

  it('of concurrent twins one writes and all get its operation', async () => {
    const asked = request();
    const twins = await together(10, () =>
      Promise.all(Array.from({ length: 30 }, () => acceptOperation(rig.orm, asked, appendSync(asked)))),
    );
    expect(new Set(twins.map(({ operation }) => operation.id)).size).toBe(1);
    expect(twins.filter(({ replayed }) => !replayed)).toHaveLength(1);
    expect(await eventsOf(asked)).toHaveLength(1);
  });

  it('a twin that waited for one that rolled back writes itself', async () => {
    const asked = request();
    const outcomes = await together(10, () =>
      Promise.allSettled(
        Array.from({ length: 10 }, (_, n) =>
          acceptOperation(rig.orm, asked, async (em, operation) => {
            await appendSync(asked)(em, operation);
            if (n < 5) throw new Error('no');
          }),
        ),
      ),
    );
    expect(outcomes.some((outcome) => outcome.status === 'fulfilled')).toBe(true);
    expect([(await operations(asked)).length, (await eventsOf(asked)).length]).toEqual([1, 1]);
  });

  it('refuses the key with another body, whoever comes first', async () => {
    const asked = request();
    const twins = await together(2, () =>
      Promise.allSettled(
        ['one', 'other'].map((requestHash) => acceptOperation(rig.orm, { ...asked, requestHash }, appendSync(asked))),
      ),
    );
    const refused = twins.filter((twin) => twin.status === 'rejected');
    expect(refused.map((twin) => twin.reason)).toEqual([
      expect.objectContaining({ status: 422, code: 'idempotency-key-reused' }),
    ]);
    expect(await eventsOf(asked)).toHaveLength(1);
    await expect(findReplay(rig.orm, { ...asked, requestHash: 'third' })).rejects.toMatchObject({
      code: 'idempotency-key-reused',
    });
  });

  it('finds an earlier one by subject, endpoint and key; without a key every request is new', async () => {
    const asked = request();
    const { operation } = await acceptOperation(rig.orm, asked, appendSync(asked));
    expect((await findReplay(rig.orm, asked))?.id).toBe(operation.id);
    for (const other of [
      { subject: 'you' },
      { endpoint: 'POST /other' },
      { idempotencyKey: 'other' },
      { idempotencyKey: undefined },
    ])
      expect(await findReplay(rig.orm, { ...asked, ...other })).toBeUndefined();
    const keyless = { ...asked, idempotencyKey: undefined };
    const [one, two] = await Promise.all([1, 2].map(() => acceptOperation(rig.orm, keyless, appendSync(asked))));
    expect(one?.operation.id).not.toBe(two?.operation.id);
  });
});
