import { createPublicKey, type KeyObject } from 'node:crypto';

const MIN_RSA_BITS = 2_048; // RFC 7518, section 3.3

export type PublicKey =
  | { readonly ok: true; readonly pem: string; readonly algorithm: 'RS256' | 'ES256' }
  | { readonly ok: false; readonly detail: string };

/** The one algorithm a PEM public key can verify. Environments that know no line breaks write them as `\n`. */
export function readPublicKey(text: string): PublicKey {
  const pem = text.replaceAll('\\n', '\n');
  const parsed = parsePem(pem);
  if (typeof parsed === 'string') return { ok: false, detail: parsed };
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = parsed;
  if (type === 'rsa') {
    if ((details?.modulusLength ?? 0) < MIN_RSA_BITS)
      return { ok: false, detail: `must have at least ${MIN_RSA_BITS} bits (RS256)` };
    return { ok: true, pem, algorithm: 'RS256' };
  }
  if (type === 'ec' && details?.namedCurve === 'prime256v1') return { ok: true, pem, algorithm: 'ES256' };
  return { ok: false, detail: 'must be an RSA key (RS256) or a P-256 key (ES256)' };
}

function parsePem(pem: string): KeyObject | string {
  // A private key would be taken too, and then lie about in the environment of a service that has no use for it.
  if (!pem.includes('PUBLIC KEY')) return 'must be a PEM public key';
  try {
    return createPublicKey(pem);
  } catch {
    return 'cannot be read as a PEM public key';
  }
}
