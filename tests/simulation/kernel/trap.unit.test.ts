import { expect, test } from '@jest/globals';
import { createParty } from './party.ts';
import { reach } from './trap.ts';

test('a trap waits for its own moment, and springs once', () => {
  const party = createParty('a', () => undefined);
  let sprung = 0;
  party.trap = {
    moment: 'after-commit',
    spring: () => {
      sprung += 1;
    },
  };
  reach(party, 'before-commit');
  expect(sprung).toBe(0);
  reach(party, 'after-commit');
  reach(party, 'after-commit');
  expect(sprung).toBe(1);
});
