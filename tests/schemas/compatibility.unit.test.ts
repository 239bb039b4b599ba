import { describe, expect, test } from '@jest/globals';
import { catalogue } from '@mao/contracts';
import { incompatibilities, type Version } from './compatibility.ts';

test('FULL_TRANSITIVE: all versions of every event read each other', () => {
  expect(incompatibilities(catalogue.events)).toEqual([]);
});

describe('the gate itself', () => {
  const created = catalogue.events.find((event) => event.type === 'CampaignCreated');
  if (!created) throw new Error('no CampaignCreated');
  const fields = created.schema.fields as readonly { readonly name: string; readonly type: unknown }[];
  const next = (version: number, changed: readonly object[]): Version => ({
    ...created,
    version,
    schema: { ...created.schema, fields: changed },
  });
  const retyped = (name: string, type: unknown) => fields.map((field) => (field.name === name ? { ...field, type } : field));
  const without = (name: string) => fields.filter((field) => field.name !== name);
  const note = { name: 'note', type: ['null', 'string'], default: null };

  test.each([
    ['a new field without a default', [...fields, { name: 'note', type: 'string' }]],
    ['a field less that had no default', without('status')],
    ['a renamed field', fields.map((field) => (field.name === 'status' ? { ...field, name: 'state' } : field))],
    ['another type', retyped('status', 'int')],
    ['another type of items', retyped('ads', { type: 'array', items: 'string' })],
    ['a field that may be null now', retyped('status', ['null', 'string'])],
    ['a time that became a plain number', retyped('startedAt', 'long')],
    [
      'a field less inside a nested record',
      retyped('ads', { type: 'array', items: { type: 'record', name: 'CreatedAd', fields: [] } }),
    ],
  ])('catches %s', (_what, changed) => {
    expect(incompatibilities([...catalogue.events, next(2, changed)])).not.toEqual([]);
  });

  test('lets a new field with a default pass', () => {
    expect(incompatibilities([...catalogue.events, next(2, [...fields, note])])).toEqual([]);
  });

  test('compares all versions, not neighbours only', () => {
    const loosened = next(2, [...fields, note]);
    // Fits v2, which had a default for it, but v1 never had the field: v3 cannot fill it.
    const tightened = next(3, [...fields, { name: 'note', type: ['null', 'string'] }]);
    expect(incompatibilities([created, loosened, tightened])).toEqual([expect.stringContaining('v3 cannot read v1')]);
  });
});
