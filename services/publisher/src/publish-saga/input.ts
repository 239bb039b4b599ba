/** What the saga works from. JSON, fixed when it begins; its id is the publish log's. */
export interface PublishInput {
  readonly abTestId: string;
  readonly socialAccountId: string;
  readonly instagramUserId: string;
  readonly clipId: string;
  readonly videoUrl: string;
  readonly caption: string;
}

/** Instagram refuses longer captions. */
const MAX_CAPTION = 2_200;

export const captionOf = (title: string): string => title.slice(0, MAX_CAPTION);
