import { badParameter, GraphRefusal, parameterRequired } from '../errors.ts';
import { renderObject } from '../fields/object-fields.ts';
import { parseFields } from '../fields/parse-fields.ts';
import { containerStatus } from '../fields/processing-status.ts';
import { type AccountCall, type GraphReply, reply } from '../graph-call.ts';
import { pageEnvelope, pageOfObjects } from '../paging.ts';
import { readParameters } from '../params/decode-parameter.ts';
import { MEDIA_PARAMETERS } from '../params/parameter-tables.ts';
import { isWebAddress } from '../rules/creative-rules.ts';
import { storeObject } from './store-object.ts';

const MEDIA_TYPES = ['REELS', 'VIDEO', 'IMAGE', 'STORIES', 'CAROUSEL'];
const POSTS_PER_DAY = 100;
const DAY_MS = 86_400_000;

/** `POST /<ig>/media`: makes a container; Meta then fetches the file. */
export function createContainer(call: AccountCall): GraphReply {
  const values = readParameters(MEDIA_PARAMETERS, call.params);
  const type = values['media_type'] ?? 'IMAGE';
  if (!MEDIA_TYPES.includes(String(type)))
    throw badParameter(`media_type must be one of the following values: ${MEDIA_TYPES.join(', ')}`, 'media_type');
  const source = type === 'IMAGE' ? 'image_url' : 'video_url';
  if (type !== 'CAROUSEL' && values[source] === undefined) throw parameterRequired(source);
  if (values[source] !== undefined && !isWebAddress(values[source])) {
    throw new GraphRefusal({
      httpStatus: 400,
      code: 9004,
      subcode: 2207052,
      message: 'Only photo or video can be accepted as media type.',
      userMsg: 'The media could not be fetched from this URI.',
    });
  }
  const container = storeObject(call.world, { level: 'media', account: call.account.id, values });
  return { body: { id: container.id }, created: [container.id] };
}

/** `POST /<ig>/media_publish`. Not idempotent: a second call on a published container is refused. */
export function publishContainer(call: AccountCall): GraphReply {
  const id = call.params['creation_id'];
  if (id === undefined) throw parameterRequired('creation_id');
  const container = call.world.store.get(String(id));
  if (container?.level !== 'media' || container.account !== call.account.id)
    throw mediaRefusal(2207006, 'Media Not Found', `The media ${String(id)} could not be found.`);
  const status = containerStatus(call.world, container);
  if (status === 'PUBLISHED')
    throw mediaRefusal(2207006, 'Media Already Published', 'This container has been published already.');
  if (status === 'EXPIRED') throw mediaRefusal(2207008, 'Media Expired', 'This container has expired. Create a new one.');
  if (status !== 'FINISHED')
    throw mediaRefusal(2207027, 'Media Not Ready', 'The media is not ready for publishing, please wait for a moment.');
  if (postsOfLastDay(call) >= POSTS_PER_DAY)
    throw mediaRefusal(2207042, 'Publishing Limit Reached', 'The limit of posts per 24 hours is reached.');

  const post = storeObject(call.world, { level: 'post', account: call.account.id, values: { ...container.values } });
  container.values = { ...container.values, published_id: post.id };
  call.world.store.changed(container);
  return { body: { id: post.id }, created: [post.id] };
}

/** `GET /<ig>/media`: what was published. */
export function listPosts(call: AccountCall): GraphReply {
  const page = pageOfObjects(call, call.world.store.list(call.account.id, 'post'), () => true);
  const fields = parseFields(call.params['fields']);
  return reply(
    pageEnvelope(
      call,
      page,
      page.items.map((post) => renderObject(call.world, post, fields)),
    ),
  );
}

/** `GET /<ig>/content_publishing_limit`. */
export function publishingLimit(call: AccountCall): GraphReply {
  const config = { quota_total: POSTS_PER_DAY, quota_duration: DAY_MS / 1000 };
  return reply({ data: [{ quota_usage: postsOfLastDay(call), config }] });
}

function postsOfLastDay(call: AccountCall): number {
  const sinceMs = call.world.clock.nowMs() - DAY_MS;
  return call.world.store.list(call.account.id, 'post').filter((post) => post.createdAtMs > sinceMs).length;
}

function mediaRefusal(subcode: number, userTitle: string, userMsg: string): GraphRefusal {
  return new GraphRefusal({ httpStatus: 400, code: 9007, subcode, message: 'Media ID is not available', userTitle, userMsg });
}
