import { expect } from '@jest/globals';
import type { Answer } from './gateway-client.ts';

/** Traces of the inside: stack frames, SQL, packages. */
const LEAKS = /\bat \S+ \(|node_modules|\.ts:\d|\b(select|insert into|update|delete from) \w|pg_|kysely/i;
/** Tokens and ciphertext, in their own spelling: an id may well hold `eaab`. */
const SECRETS = /EAAB|eyJ[\w-]{8}|\bv1\.[\w-]{20}/;

/** Every field of a problem document (http-api.md, section 6), and nothing that would help an attacker. */
export function expectProblem(answer: Answer, status: number, code: string): void {
  expect({ status: answer.status, code: answer.body?.code, detail: answer.body?.detail }).toEqual({
    status,
    code,
    detail: expect.any(String),
  });
  expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  expect(answer.body).toMatchObject({
    type: `/problems/${code}`,
    title: expect.any(String),
    status,
    instance: expect.stringMatching(/^\//),
    request_id: answer.headers.get('x-request-id'),
    retryable: status === 429 || status === 503,
  });
  expect(JSON.stringify(answer.body)).not.toMatch(LEAKS);
  expect(JSON.stringify(answer.body)).not.toMatch(SECRETS);
}

/** As `expectProblem`, for a field that does not fit. */
export function expectInvalid(answer: Answer, pointer: string): void {
  expectProblem(answer, 422, 'validation');
  expect(answer.body.errors.map((error: { pointer: string }) => error.pointer)).toContain(pointer);
}
