import { badParameter } from '../errors.ts';
import type { Params } from '../params/decode-parameter.ts';

/** A file part. In the journal and in saved state only its name and size appear. */
export class UploadedFile {
  readonly fileName: string;
  readonly bytes: Buffer;

  constructor(fileName: string, bytes: Buffer) {
    this.fileName = fileName;
    this.bytes = bytes;
  }

  toJSON(): unknown {
    return { file_name: this.fileName, size: this.bytes.length };
  }
}

const HEADERS_END = Buffer.from('\r\n\r\n');

/** Parameters of a `multipart/form-data` body: text parts as strings, parts with a file name as files. @throws GraphRefusal 100 */
export function decodeMultipart(contentType: string, body: Buffer): Params {
  const boundary = /boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType);
  const mark = boundary?.[1] ?? boundary?.[2];
  if (mark === undefined) throw badParameter('The multipart body has no boundary');
  return Object.fromEntries(splitParts(body, Buffer.from(`--${mark}`)).map(readPart));
}

/** What lies between the delimiters, without the line break that belongs to the next one. */
function splitParts(body: Buffer, delimiter: Buffer): Buffer[] {
  const parts: Buffer[] = [];
  let start = body.indexOf(delimiter);
  while (start !== -1) {
    const from = start + delimiter.length;
    if (body.subarray(from, from + 2).toString('latin1') === '--') return parts;
    const next = body.indexOf(Buffer.concat([Buffer.from('\r\n'), delimiter]), from);
    if (next === -1) break;
    parts.push(body.subarray(from + 2, next));
    start = next + 2;
  }
  throw badParameter('The multipart body is cut short');
}

function readPart(part: Buffer): [name: string, value: string | UploadedFile] {
  const headersEnd = part.indexOf(HEADERS_END);
  const headers = part.subarray(0, Math.max(0, headersEnd)).toString('utf8');
  const name = /\bname="([^"]*)"/i.exec(headers)?.[1];
  if (headersEnd === -1 || name === undefined) throw badParameter('A part of the multipart body has no name');
  const content = part.subarray(headersEnd + HEADERS_END.length);
  const fileName = /\bfilename="([^"]*)"/i.exec(headers)?.[1];
  return [name, fileName === undefined ? content.toString('utf8') : new UploadedFile(fileName, content)];
}
