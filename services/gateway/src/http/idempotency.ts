import type { Request } from 'express';
import { requestHash } from '../domain/request-hash.ts';
import { ProblemError } from './problem.ts';

const ACCEPTABLE = /^[\x20-\x7e]{1,255}$/;

/** What identifies a repeated POST: its key, its path and its body. */
export function idempotencyOf(request: Request): { idempotencyKey: string | undefined; endpoint: string; requestHash: string } {
  const key = request.get('idempotency-key');
  if (key !== undefined && !ACCEPTABLE.test(key)) {
    throw new ProblemError(422, 'idempotency-key-invalid', 'An Idempotency-Key has 1 to 255 printable ASCII characters.');
  }
  return {
    idempotencyKey: key,
    endpoint: `${request.method} ${request.path.toLowerCase().replace(/\/+$/, '')}`,
    requestHash: requestHash(request.body ?? null),
  };
}
