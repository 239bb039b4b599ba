import type { Catalogue } from '../catalogue.ts';

export interface OrderPlaced {
  number: number;
  note: string | null;
  placed_at: Date;
  day: string;
  coupon: string;
}

interface OrderCancelled {
  reason: string;
}

/** The event map of the package's own tests. */
export interface TestEvents {
  OrderPlaced: OrderPlaced;
  OrderCancelled: OrderCancelled;
  BillSent: { amount: number };
}

const orderPlacedFields = [
  { name: 'number', type: 'int' },
  { name: 'note', type: ['null', 'string'], default: null },
  { name: 'placed_at', type: { type: 'long', logicalType: 'timestamp-millis' } },
  { name: 'day', type: { type: 'int', logicalType: 'date' } },
];

const orderPlacedV1 = { type: 'record', name: 'OrderPlaced', namespace: 'test.orders', fields: orderPlacedFields };
const orderPlacedV2 = { ...orderPlacedV1, fields: [...orderPlacedFields, { name: 'coupon', type: 'string', default: 'none' }] };
const orderCancelled = {
  type: 'record',
  name: 'OrderCancelled',
  namespace: 'test.orders',
  fields: [{ name: 'reason', type: 'string' }],
};
const billSent = { type: 'record', name: 'BillSent', namespace: 'test.bills', fields: [{ name: 'amount', type: 'int' }] };

const DAY_MS = 86_400_000;

export const testCatalogue: Catalogue = {
  topics: [
    { name: 'orders', partitions: 3, retentionMs: DAY_MS },
    { name: 'bills', partitions: 2, retentionMs: DAY_MS },
  ],
  events: [
    { id: 1, topic: 'orders', type: 'OrderPlaced', version: 1, schema: orderPlacedV1 },
    { id: 2, topic: 'orders', type: 'OrderPlaced', version: 2, schema: orderPlacedV2 },
    { id: 3, topic: 'orders', type: 'OrderCancelled', version: 1, schema: orderCancelled },
    { id: 4, topic: 'bills', type: 'BillSent', version: 1, schema: billSent },
  ],
};

export function orderPlaced(key: string, number: number) {
  const data: OrderPlaced = { number, note: null, placed_at: new Date(1_700_000_000_000), day: '2026-02-28', coupon: 'none' };
  return { type: 'OrderPlaced' as const, key, data };
}
