import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import type { Random } from '../../chaos-run/random.ts';

/** Puts seeded chance in the place of Node's: jitter, ids, nonces. */
export function installVirtualChance(active: () => Random | undefined): void {
  const realRandom = Math.random;
  Math.random = () => (active() ?? realRandom)();

  const realValues = globalThis.crypto.getRandomValues.bind(globalThis.crypto);
  globalThis.crypto.getRandomValues = (array) => {
    const random = active();
    if (random === undefined || array === null) return realValues(array);
    const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
    for (let index = 0; index < bytes.length; index += 1) bytes[index] = Math.floor(random() * 256);
    return array;
  };

  const realBytes = crypto.randomBytes;
  const virtualBytes = (size: number): Buffer =>
    active() === undefined ? realBytes(size) : Buffer.from(globalThis.crypto.getRandomValues(new Uint8Array(size)));
  const realId = crypto.randomUUID;
  const virtualId = (): string => (active() === undefined ? realId() : idOf(virtualBytes(16)));
  Object.assign(crypto, { randomBytes: virtualBytes, randomUUID: virtualId });
  syncBuiltinESMExports();
}

/** A UUIDv4 of sixteen bytes (RFC 9562, section 5.4). */
function idOf(bytes: Buffer): string {
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x40, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
