import { expect, test } from '@jest/globals';
import { objectOfStep } from './tree-objects.ts';

const ids = {
  adsetId: 'set',
  ads: [
    { creativeId: 'c1', adId: 'a1', clipId: 'clip1' },
    { creativeId: 'c2', adId: 'a2', clipId: 'clip2' },
  ],
};

test.each([
  ['campaign', { level: 'campaign', id: 'root', clipId: null, index: 0 }],
  ['ad_set', { level: 'adset', id: 'set', clipId: null, index: 0 }],
  ['creative_2', { level: 'creative', id: 'c2', clipId: 'clip2', index: 1 }],
  ['ad_1', { level: 'ad', id: 'a1', clipId: 'clip1', index: 0 }],
])('step %s makes the object with our id', (step, object) => {
  expect(objectOfStep('root', ids, step)).toEqual(object);
});

test.each(['check', 'verify', 'activate', 'ad_3', 'creative_0', 'ad_'])('step %s makes nothing', (step) => {
  expect(objectOfStep('root', ids, step)).toBeUndefined();
});
