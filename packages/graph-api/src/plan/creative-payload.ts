import type { GraphFields } from '../json.ts';
import type { CreativeSpec } from './check-creatives.ts';
import type { PlanAccount } from './run-request.ts';

/** The story of a clip that plays. Its picture must lie on a host of ours: Meta refuses its own. */
function videoStory(spec: CreativeSpec, videoId: string): GraphFields {
  return {
    video_data: {
      video_id: videoId,
      image_url: spec.clip.thumbnailUrl,
      title: spec.title,
      ...(spec.description !== null && { message: spec.description }),
      call_to_action: { type: spec.callToAction, value: { link: spec.url } },
    },
  };
}

/** The story of a clip as a link with the clip's thumbnail, as long as no video of it was uploaded to the ad account. */
function linkStory(spec: CreativeSpec): GraphFields {
  return {
    link_data: {
      link: spec.url,
      name: spec.title,
      ...(spec.description !== null && { message: spec.description }),
      picture: spec.clip.thumbnailUrl,
      call_to_action: { type: spec.callToAction, value: { link: spec.url } },
    },
  };
}

/** The fields of one creative. */
export function creativePayload(spec: CreativeSpec, account: PlanAccount): GraphFields {
  const videoId = spec.clip.metaVideoId ?? null;
  const story = videoId === null ? linkStory(spec) : videoStory(spec, videoId);
  const instagram = account.instagramUserId ? { instagram_user_id: account.instagramUserId } : {};
  return {
    name: spec.title,
    object_story_spec: { page_id: account.pageId, ...instagram, ...story },
    // Off, or Meta rewrites texts and crops pictures that an A/B test is to compare.
    degrees_of_freedom_spec: { creative_features_spec: { standard_enhancements: { enroll_status: 'OPT_OUT' } } },
  };
}
