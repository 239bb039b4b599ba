/**
 * Reads our frames by nothing but the specifications, to check the codec against somebody else's understanding of them:
 * https://avro.apache.org/docs/1.12.0/specification/#binary-encoding and Confluent's wire format.
 */
export function readFrame(frame: Buffer, schemaId: number, schema: unknown): unknown {
  if (frame[0] !== 0 || frame.readUInt32BE(1) !== schemaId) throw new Error('not a frame of this schema');
  const source: Source = { bytes: frame, at: 5 };
  const value = read(source, schema);
  if (source.at !== frame.length) throw new Error('bytes are left over');
  return value;
}

interface Source {
  readonly bytes: Buffer;
  at: number;
}

type Schema = Readonly<Record<string, unknown>>;

function read(source: Source, schema: unknown): unknown {
  if (Array.isArray(schema)) return read(source, schema[number(source)]);
  if (typeof schema === 'string') return primitive(source, schema);
  const { type, fields, items, logicalType } = schema as Schema;
  if (type === 'record')
    return Object.fromEntries((fields as Schema[]).map((field) => [field['name'], read(source, field['type'])]));
  if (type === 'array') return array(source, items);
  const plain = primitive(source, String(type));
  if (logicalType === 'timestamp-millis') return new Date(Number(plain));
  return logicalType === 'date' ? new Date(Number(plain) * 86_400_000).toISOString().slice(0, 10) : plain;
}

function primitive(source: Source, type: string): unknown {
  switch (type) {
    case 'null':
      return null;
    case 'boolean':
      return byte(source) === 1;
    case 'int':
    case 'long':
      return number(source);
    case 'double':
      source.at += 8;
      return source.bytes.readDoubleLE(source.at - 8);
    case 'string': {
      const length = number(source);
      source.at += length;
      return source.bytes.toString('utf8', source.at - length, source.at);
    }
    default:
      throw new Error(`no event of ours has a ${type}`);
  }
}

/** Blocks of items, each behind its count; a count of zero ends the array. */
function array(source: Source, items: unknown): unknown[] {
  const found: unknown[] = [];
  for (let count = number(source); count !== 0; count = number(source)) {
    // A negative count is followed by the block's size in bytes.
    if (count < 0) number(source);
    for (let n = 0; n < Math.abs(count); n += 1) found.push(read(source, items));
  }
  return found;
}

const byte = (source: Source): number => {
  source.at += 1;
  return source.bytes.readUInt8(source.at - 1);
};

/** Variable-length zig-zag. */
function number(source: Source): number {
  let zigzag = 0n;
  for (let shift = 0n; ; shift += 7n) {
    const part = byte(source);
    zigzag |= BigInt(part & 0x7f) << shift;
    if (part < 0x80) break;
  }
  return Number(zigzag & 1n ? -(zigzag >> 1n) - 1n : zigzag >> 1n);
}
