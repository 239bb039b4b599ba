import { expect, it } from '@jest/globals';
import { parseFields } from './parse-fields.ts';

const plain = (name: string) => ({ name, inner: [] });

it('reads lists, nested fields and modifiers', () => {
  expect(parseFields('id, name')).toEqual([plain('id'), plain('name')]);
  expect(parseFields('campaign{id,adlabels{name}},ads.limit(5).filter([]){id}')).toEqual([
    { name: 'campaign', inner: [plain('id'), { name: 'adlabels', inner: [plain('name')] }] },
    { name: 'ads', inner: [plain('id')] },
  ]);
  expect(parseFields('["id","name"]')).toEqual(parseFields(['id', 'name']));
  expect(parseFields(undefined)).toEqual([]);
});

it.each(['id}', 'campaign{id', '!!', 'a b'])('refuses %s', (text) => {
  expect(() => parseFields(text)).toThrow('Syntax error');
});
