/** Confluent wire format: https://docs.confluent.io/platform/current/schema-registry/fundamentals/serdes-develop/index.html#wire-format */
const MAGIC = 0;
const HEADER_BYTES = 5;

export function frame(schemaId: number, body: Buffer): Buffer {
  const framed = Buffer.allocUnsafe(HEADER_BYTES + body.length);
  framed.writeUInt8(MAGIC, 0);
  framed.writeUInt32BE(schemaId, 1);
  body.copy(framed, HEADER_BYTES);
  return framed;
}

/** @returns undefined when the bytes are not in the wire format */
export function unframe(framed: Buffer): { schemaId: number; body: Buffer } | undefined {
  if (framed.length < HEADER_BYTES || framed.readUInt8(0) !== MAGIC) return undefined;
  return { schemaId: framed.readUInt32BE(1), body: framed.subarray(HEADER_BYTES) };
}
