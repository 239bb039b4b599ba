import { describe, expect, it } from '@jest/globals';
import { type AvroType, interfacesOf } from './type-of.ts';

const fieldType = (type: AvroType): string => {
  const [own] = interfacesOf({ type: 'record', name: 'Event', fields: [{ name: 'field', type }] }).slice(-1);
  return /readonly field: (.*);/.exec(own?.text ?? '')?.[1] ?? '';
};

describe('the TypeScript type of an Avro type', () => {
  it.each<[string, AvroType, string]>([
    ['string', 'string', 'string'],
    ['int', 'int', 'number'],
    ['long', 'long', 'number'],
    ['double', 'double', 'number'],
    ['boolean', 'boolean', 'boolean'],
    ['a time', { type: 'long', logicalType: 'timestamp-millis' }, 'Date'],
    ['a day', { type: 'int', logicalType: 'date' }, 'string'],
    ['an id', { type: 'string', logicalType: 'uuid' }, 'string'],
    ['what may be null', ['null', 'string'], 'null | string'],
    ['a list', { type: 'array', items: 'string' }, 'readonly string[]'],
    ['a list of what may be null', { type: 'array', items: ['null', 'int'] }, 'readonly (null | number)[]'],
    ['a record', { type: 'record', name: 'Inner', fields: [] }, 'Inner'],
  ])('%s', (_what, avro, expected) => {
    expect(fieldType(avro)).toBe(expected);
  });

  it('keeps comments, and gives records inside an interface of their own before the event', () => {
    const schema: AvroType = {
      type: 'record',
      name: 'Event',
      doc: 'What happened.',
      fields: [{ name: 'inner', type: { type: 'record', name: 'Inner', fields: [] }, doc: 'cents' }],
    };
    expect(interfacesOf(schema).map(({ name }) => name)).toEqual(['Inner', 'Event']);
    expect(interfacesOf(schema)[1]?.text).toBe(
      '/** What happened. */\nexport interface Event {\n  /** cents */\n  readonly inner: Inner;\n}\n',
    );
  });

  it.each<[string, AvroType]>([
    ['bytes', 'bytes'],
    ['a map', { type: 'map', logicalType: 'none' }],
    ['an unknown logical type', { type: 'long', logicalType: 'timestamp-micros' }],
  ])('refuses %s: no event uses it yet, and the codec does not know it', (_what, avro) => {
    expect(() => fieldType(avro)).toThrow(/no TypeScript type/);
  });
});
