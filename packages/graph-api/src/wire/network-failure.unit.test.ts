import { describe, expect, it } from '@jest/globals';
import { networkFailure } from './network-failure.ts';

const failure = (fields: object) => Object.assign(new Error('quotes secret-token'), fields);

describe('LC11 was it sent?', () => {
  it.each([
    { code: 'ECONNREFUSED' },
    { code: 'ENOTFOUND' },
    { code: 'EAI_AGAIN' },
    { code: 'UND_ERR_CONNECT_TIMEOUT' },
    { code: 'ETIMEDOUT', syscall: 'connect' },
    { code: 'EHOSTUNREACH', syscall: 'connect' },
    { code: 'CERT_HAS_EXPIRED' },
    { code: 'ERR_TLS_CERT_ALTNAME_INVALID' },
  ])('surely not: %j', (fields) => {
    expect(networkFailure(failure(fields), null).sent).toBe(false);
  });

  it.each([
    { code: 'ECONNRESET' },
    { code: 'EPIPE', syscall: 'write' },
    { code: 'ETIMEDOUT', syscall: 'read' },
    { code: 'UND_ERR_SOCKET' },
    {},
  ])('perhaps: %j', (fields) => {
    expect(networkFailure(failure(fields), null).sent).toBe(true);
  });

  it('surely, once there was a status line', () => {
    expect(networkFailure(failure({ code: 'ECONNREFUSED' }), 200).sent).toBe(true);
  });

  it('never repeats the words of the library', () => {
    expect(JSON.stringify(networkFailure(failure({ code: 'ECONNRESET' }), null))).not.toContain('secret-token');
    expect(networkFailure('thrown text', null).error.message).toBe('connection failed (UNKNOWN)');
  });
});
