import { badParameter, GraphRefusal, invalidParameter } from '../errors.ts';
import { videoStatus } from '../fields/processing-status.ts';
import { isRecord, type Params } from '../params/decode-parameter.ts';
import { CALL_TO_ACTION_TYPES } from './enums.ts';
import { type Draft, nameAtMost, type Rule } from './rule.ts';

const STORY_FORMS = ['link_data', 'video_data', 'photo_data', 'text_data', 'template_data', 'product_data'];
const MAX_NAME_LENGTH = 100;

/** Errors that Meta's error page shows with the long number as `code`. */
function creativeRefusal(code: number, userTitle: string, userMsg: string, subcode?: number): GraphRefusal {
  return new GraphRefusal({
    httpStatus: 400,
    code,
    subcode,
    message: `(#${code}) ${userTitle}`,
    userTitle,
    userMsg,
    blame: [['object_story_spec']],
  });
}

const hasContent: Rule = ({ values }) => {
  const sources = ['object_story_spec', 'object_story_id', 'asset_feed_spec', 'product_set_id', 'source_instagram_media_id'];
  return sources.some((source) => values[source] !== undefined)
    ? null
    : badParameter('The parameter object_story_spec is required', 'object_story_spec');
};

const pageGiven: Rule = ({ values }) => {
  const spec = storySpec(values);
  return spec === null || spec['page_id']
    ? null
    : badParameter('The parameter object_story_spec[page_id] is required', 'object_story_spec');
};

const oneStoryForm: Rule = ({ values }) => {
  const spec = storySpec(values);
  if (spec === null) return null;
  const forms = STORY_FORMS.filter((form) => spec[form] !== undefined);
  if (forms.length === 1) return null;
  return badParameter(`object_story_spec must hold exactly one of ${STORY_FORMS.join(', ')}`, 'object_story_spec');
};

const oneInstagramIdentity: Rule = ({ values }) => {
  const spec = storySpec(values) ?? {};
  const actor = spec['instagram_actor_id'] ?? values['instagram_actor_id'];
  if (actor === undefined) return null;
  if ((spec['instagram_user_id'] ?? values['instagram_user_id']) !== undefined) {
    return creativeRefusal(
      2446149,
      'Two Instagram Identities',
      'Use only instagram_user_id, not instagram_actor_id as well.',
      2238055,
    );
  }
  return badParameter('instagram_actor_id is no longer supported, use instagram_user_id', 'object_story_spec');
};

const callToActionKnown: Rule = ({ values }) => {
  const action = storyData(values)?.['call_to_action'];
  if (action === undefined) return null;
  const type = isRecord(action) ? action['type'] : undefined;
  if ((CALL_TO_ACTION_TYPES as readonly unknown[]).includes(type)) return null;
  return creativeRefusal(1373054, 'Call To Action Could Not Be Parsed', `The call to action type ${String(type)} is not known.`);
};

const linkIsUrl: Rule = ({ values }) => {
  const data = storyData(values);
  if (data === null) return null;
  const spec = storySpec(values);
  const action = data['call_to_action'];
  const actionLink = isRecord(action) && isRecord(action['value']) ? action['value']['link'] : undefined;
  const link = data['link'] ?? actionLink;
  if (link === undefined) {
    const needsLink = spec?.['link_data'] !== undefined || action !== undefined;
    return needsLink ? creativeRefusal(2446383, 'URL Required', 'Add the website address your ad leads to.') : null;
  }
  return isWebAddress(link) ? null : creativeRefusal(2446383, 'URL Required', `${String(link)} is not a web address.`);
};

/** A video needs to exist, to be ready and to have a thumbnail from one's own host. */
const videoUsable: Rule = (draft) => {
  const data = storySpec(draft.values)?.['video_data'];
  if (!isRecord(data)) return null;
  return videoExists(draft, data['video_id']) ?? thumbnailUsable(data);
};

function videoExists({ world, account }: Draft, videoId: unknown): GraphRefusal | null {
  if (videoId === undefined)
    return badParameter('The parameter object_story_spec[video_data][video_id] is required', 'object_story_spec');
  const video = world.store.get(String(videoId));
  if (video?.level !== 'video' || video.account !== account.id || video.status === 'DELETED') {
    return invalidParameter(
      1487472,
      'Video Not Found',
      `The video ${String(videoId)} does not exist in this ad account.`,
      'object_story_spec',
    );
  }
  if (videoStatus(world, video).video_status === 'ready') return null;
  return invalidParameter(
    1885252,
    'Video Not Ready',
    'The video is still being processed. Try again when it is ready.',
    'object_story_spec',
  );
}

function thumbnailUsable(data: Params): GraphRefusal | null {
  const url = data['image_url'];
  if (url === undefined && data['image_hash'] === undefined) {
    return invalidParameter(
      1443226,
      'Thumbnail Required',
      'Specify one of image_hash or image_url in the video_data field of object_story_spec.',
      'object_story_spec',
    );
  }
  const isFetchable = url === undefined || (isWebAddress(url) && !/\bfbcdn\.net\b/.test(String(url)));
  return isFetchable
    ? null
    : invalidParameter(
        3858258,
        'Image Could Not Be Downloaded',
        `The image ${String(url)} could not be downloaded.`,
        'object_story_spec',
      );
}

const enhancementsEnrolled: Rule = ({ values }) => {
  const degrees = values['degrees_of_freedom_spec'];
  const features = isRecord(degrees) ? degrees['creative_features_spec'] : undefined;
  const standard = isRecord(features) ? features['standard_enhancements'] : undefined;
  if (standard === undefined || (isRecord(standard) && standard['enroll_status'] !== undefined)) return null;
  return invalidParameter(
    3858082,
    'Enroll Status Required',
    'standard_enhancements needs an enroll_status of OPT_IN or OPT_OUT.',
    'degrees_of_freedom_spec',
  );
};

export const CREATIVE_RULES: readonly Rule[] = [
  nameAtMost(MAX_NAME_LENGTH),
  hasContent,
  pageGiven,
  oneStoryForm,
  oneInstagramIdentity,
  callToActionKnown,
  linkIsUrl,
  videoUsable,
  enhancementsEnrolled,
];

function storySpec(values: Params): Params | null {
  const spec = values['object_story_spec'];
  return isRecord(spec) ? spec : null;
}

function storyData(values: Params): Params | null {
  const spec = storySpec(values);
  if (spec === null) return null;
  const data = STORY_FORMS.map((form) => spec[form]).find(isRecord);
  return data ?? null;
}

export function isWebAddress(value: unknown): boolean {
  return typeof value === 'string' && /^https?:\/\/[^\s/]+/.test(value);
}
