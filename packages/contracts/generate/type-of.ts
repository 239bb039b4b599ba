/** The part of an Avro schema that our events use. */
export type AvroType = string | readonly AvroType[] | AvroRecord | AvroArray | AvroLogical;
interface AvroRecord {
  readonly type: 'record';
  readonly name: string;
  readonly doc?: string;
  readonly fields: readonly { readonly name: string; readonly type: AvroType; readonly doc?: string }[];
}
interface AvroArray {
  readonly type: 'array';
  readonly items: AvroType;
}
interface AvroLogical {
  readonly type: string;
  readonly logicalType: string;
}

const PRIMITIVES: Readonly<Record<string, string>> = {
  string: 'string',
  int: 'number',
  long: 'number',
  double: 'number',
  boolean: 'boolean',
  null: 'null',
};
/** As the codec of the messaging package reads them. */
const LOGICAL: Readonly<Record<string, string>> = { 'timestamp-millis': 'Date', date: 'string', uuid: 'string' };

/**
 * The TypeScript interfaces of one event schema: its own and those of the records inside.
 * @throws Error on an Avro construct that no event uses yet
 */
export function interfacesOf(schema: AvroType): { name: string; text: string }[] {
  const interfaces: { name: string; text: string }[] = [];
  typeOf(schema, interfaces);
  return interfaces;
}

function typeOf(schema: AvroType, interfaces: { name: string; text: string }[]): string {
  if (typeof schema === 'string') return known(PRIMITIVES, schema);
  if (Array.isArray(schema)) return schema.map((part) => typeOf(part, interfaces)).join(' | ');
  if (isRecord(schema)) {
    const fields = schema.fields.map(
      (field) => `${docOf(field.doc, '  ')}  readonly ${field.name}: ${typeOf(field.type, interfaces)};\n`,
    );
    interfaces.push({
      name: schema.name,
      text: `${docOf(schema.doc, '')}export interface ${schema.name} {\n${fields.join('')}}\n`,
    });
    return schema.name;
  }
  if (isArray(schema)) return arrayOf(typeOf(schema.items, interfaces));
  return known(LOGICAL, (schema as AvroLogical).logicalType);
}

const arrayOf = (item: string): string => `readonly ${item.includes('|') ? `(${item})` : item}[]`;
const docOf = (doc: string | undefined, indent: string): string => (doc === undefined ? '' : `${indent}/** ${doc} */\n`);
const isRecord = (schema: AvroType): schema is AvroRecord => (schema as AvroRecord).type === 'record';
const isArray = (schema: AvroType): schema is AvroArray => (schema as AvroArray).type === 'array';

function known(table: Readonly<Record<string, string>>, name: string): string {
  const type = table[name];
  if (type === undefined) throw new Error(`no TypeScript type for the Avro type ${name}`);
  return type;
}
