import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { challenge, receiveWebhook } from './receive.ts';

const SECRET = 'app-secret';
const sign = (body: string, secret = SECRET): string => `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
const receive = (body: string, signature: string | undefined = sign(body)) =>
  receiveWebhook(Buffer.from(body), signature, SECRET);

// A bare number, as Meta sends it, with more digits than a double holds.
const body =
  '{"object":"application","entry":[{"id":"900","time":1700000000,"changes":' +
  '[{"field":"async_requests","value":{"verb":"complete","report_id":120210000000000001}}]}]}';

describe('LC30 webhooks', () => {
  it('reads what Meta signed, digits kept', () => {
    expect(receive(body)).toMatchObject({
      ok: true,
      events: [
        {
          object: 'application',
          entryId: '900',
          timeMs: 1_700_000_000_000,
          field: 'async_requests',
          value: { verb: 'complete', report_id: '120210000000000001' },
        },
      ],
    });
  });

  it.each([
    ['missing', undefined],
    ['empty', ''],
    ['of another secret', sign(body, 'other')],
    ['of another body', sign(`${body} `)],
    ['cut', sign(body).slice(0, -2)],
    ['SHA-1', 'sha1=abcdef'],
    ['without its prefix', sign(body).slice('sha256='.length)],
    ['longer', `${sign(body)}00`],
  ])('rejects a signature that is %s', (_what, signature) => {
    expect(receiveWebhook(Buffer.from(body), signature, SECRET)).toMatchObject({ ok: false, httpStatus: 401 });
  });

  it('checks the raw bytes, not what they parse to', () => {
    const spaced = body.replace('{', '{ ');
    expect(receive(spaced, sign(body))).toMatchObject({ ok: false, httpStatus: 401 });
    expect(receive(spaced)).toMatchObject({ ok: true });
  });

  it.each(['', 'no json', '[]', '{"object":1,"entry":[]}', '{"object":"x"}'])('answers 400 to signed nonsense: %j', (text) => {
    expect(receive(text)).toMatchObject({ ok: false, httpStatus: 400 });
  });

  it('gives a repeated delivery the same key, whatever the order of its fields, and every other change another', () => {
    const keyOf = (value: object, time = 1) => {
      const answer = receive(
        JSON.stringify({ object: 'ad_account', entry: [{ id: '1', time, changes: [{ field: 'f', value }] }] }),
      );
      return answer.ok ? answer.events[0]?.dedupeKey : 'refused';
    };
    expect(keyOf({ a: 1, b: [2] })).toBe(keyOf({ b: [2], a: 1 }));
    expect(new Set([keyOf({ a: 1 }), keyOf({ a: 2 }), keyOf({ a: 1 }, 2), keyOf({ a: '1' })]).size).toBe(4);
  });

  it('answers the handshake only to who knows the verify token', () => {
    const query = { 'hub.mode': 'subscribe', 'hub.verify_token': 'mine', 'hub.challenge': '1158201444' };
    expect(challenge(query, 'mine')).toBe('1158201444');
    expect(challenge(query, 'other')).toBeNull();
    expect(challenge({ ...query, 'hub.mode': 'unsubscribe' }, 'mine')).toBeNull();
    expect(challenge({ ...query, 'hub.challenge': ['a', 'b'] }, 'mine')).toBeNull();
    expect(challenge({}, '')).toBeNull();
  });
});
