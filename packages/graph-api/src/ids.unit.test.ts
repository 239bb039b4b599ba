import { describe, expect, it } from '@jest/globals';
import { accountDigits, accountNode, InvalidIdError, objectNode } from './ids.ts';

describe('LC25 ids', () => {
  it('gives an account its prefix exactly once', () => {
    expect(accountNode('123')).toBe('act_123');
    expect(accountNode('act_123')).toBe('act_123');
    expect(accountDigits('act_123')).toBe('123');
  });

  it.each(['', 'act_', 'act_act_1', '1/../2', '1?x=1', 'act_1/campaigns', ' 1', '1 ', '１２'])(
    'refuses %j as an account',
    (id) => {
      expect(accountDigits(id)).toBeNull();
      expect(() => accountNode(id)).toThrow(InvalidIdError);
    },
  );

  it.each(['', 'act_1', 'me', '1/campaigns', '-1', '1.5', '%31'])(
    'refuses %j as an object, so DELETE act_… cannot be said',
    (id) => {
      expect(() => objectNode(id)).toThrow(InvalidIdError);
    },
  );

  it('takes ids beyond 2^53 as text', () => {
    expect(objectNode('120210000000000001')).toBe('120210000000000001');
  });
});
