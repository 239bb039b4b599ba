import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { GraphRefusal } from '../errors.ts';
import { decodeMultipart, type UploadedFile } from './multipart.ts';

const TYPE = 'multipart/form-data; boundary=XX';

function multipart(parts: readonly { name: string; file?: string; content: Buffer }[]): Buffer {
  const pieces = parts.flatMap(({ name, file, content }) => {
    const fileName = file === undefined ? '' : `; filename="${file}"`;
    return [
      Buffer.from(`--XX\r\nContent-Disposition: form-data; name="${name}"${fileName}\r\n\r\n`),
      content,
      Buffer.from('\r\n'),
    ];
  });
  return Buffer.concat([...pieces, Buffer.from('--XX--\r\n')]);
}

describe('FG2: multipart bodies', () => {
  it('give text parts as strings and file parts as files', () => {
    const body = multipart([
      { name: 'title', content: Buffer.from('Clip & "more" = 😀\r\nsecond line') },
      { name: 'source', file: 'a.mp4', content: Buffer.from([0, 13, 10, 255, 45, 45]) },
      { name: 'empty', content: Buffer.alloc(0) },
    ]);
    const params = decodeMultipart(TYPE, body);
    expect(params).toMatchObject({ title: 'Clip & "more" = 😀\r\nsecond line', empty: '' });
    const file = params['source'] as UploadedFile;
    expect([file.fileName, [...file.bytes]]).toEqual(['a.mp4', [0, 13, 10, 255, 45, 45]]);
    expect(JSON.stringify(file)).toBe('{"file_name":"a.mp4","size":6}');
  });

  it('keep any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const content = Buffer.from(bytes);
        const params = decodeMultipart(TYPE, multipart([{ name: 'f', file: 'f', content }]));
        expect((params['f'] as UploadedFile).bytes.equals(content)).toBe(true);
      }),
      { numRuns: 100 },
    );
  });

  it('are refused when cut short, without boundary or with a nameless part', () => {
    const whole = multipart([{ name: 'a', content: Buffer.from('1') }]);
    for (const cut of [whole.subarray(0, whole.length - 6), Buffer.from('--XX\r\n\r\nvalue\r\n--XX--'), Buffer.from('nothing')]) {
      expect(() => decodeMultipart(TYPE, cut)).toThrow(GraphRefusal);
    }
    expect(() => decodeMultipart('multipart/form-data', whole)).toThrow(GraphRefusal);
  });
});
