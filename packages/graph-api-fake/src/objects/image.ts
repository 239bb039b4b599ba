import { createHash } from 'node:crypto';
import { badParameter, parameterRequired } from '../errors.ts';
import { type AccountCall, type GraphReply, reply } from '../graph-call.ts';
import { UploadedFile } from '../http/multipart.ts';
import { setStatus } from '../status.ts';
import { type StoredObject, textValue } from '../store/stored-object.ts';
import { storeObject } from './store-object.ts';

// What the fake claims of every image: it never decodes one.
const PIXELS = { width: 1080, height: 1080 };

/** `POST /act_<id>/adimages`: file parts under any name, or base64 `bytes`. The same bytes are the same image. */
export function createImages(call: AccountCall): GraphReply {
  const uploads = uploadsOf(call);
  if (uploads.length === 0) throw parameterRequired('bytes');
  const created: string[] = [];
  const images: Record<string, unknown> = {};
  for (const { key, bytes } of uploads) {
    const hash = createHash('md5').update(bytes).digest('hex');
    let image = imageOf(call, hash);
    if (image === undefined) {
      image = storeObject(call.world, {
        level: 'image',
        account: call.account.id,
        values: { hash, name: key, url: `https://scontent.example.com/${hash}.jpg`, ...PIXELS },
      });
      created.push(image.id);
    }
    images[key] = { ...PIXELS, hash, name: key, url: textValue(image, 'url'), url_128: textValue(image, 'url') };
  }
  return { body: { images }, created };
}

function uploadsOf(call: AccountCall): { readonly key: string; readonly bytes: Buffer }[] {
  const files = Object.values(call.params).filter((value) => value instanceof UploadedFile);
  if (files.length > 0) return files.map((file) => ({ key: file.fileName, bytes: file.bytes }));
  const { bytes: encoded, name } = call.params;
  if (encoded === undefined || encoded === '') return [];
  const bytes = Buffer.from(String(encoded), 'base64');
  if (bytes.length === 0) throw badParameter('Param bytes must be base64', 'bytes');
  return [{ key: typeof name === 'string' && name !== '' ? name : 'bytes', bytes }];
}

/** `DELETE /act_<id>/adimages?hash=`. */
export function deleteImage(call: AccountCall): GraphReply {
  const { hash } = call.params;
  if (hash === undefined) throw parameterRequired('hash');
  const image = imageOf(call, String(hash));
  if (image === undefined) throw badParameter(`Ad image ${String(hash)} does not exist`, 'hash');
  setStatus(call.world, image, 'DELETED');
  return reply({ success: true });
}

function imageOf(call: AccountCall, hash: string): StoredObject | undefined {
  return call.world.store
    .list(call.account.id, 'image')
    .find((image) => image.status !== 'DELETED' && image.values['hash'] === hash);
}
