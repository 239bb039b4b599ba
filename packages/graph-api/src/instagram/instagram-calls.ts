import type { CallResult, CreateOutcome } from '../errors/graph-error.ts';
import type { GraphWire } from '../wire/transport.ts';
import {
  type ContainerStatus,
  containerStatus,
  createReel,
  type InstagramAccess,
  type PublishedMedia,
  type PublishingLimit,
  publishContainer,
  publishedMedia,
  publishingLimit,
  type ReelRequest,
  recentMedia,
} from './publish.ts';

/** Publishing on Instagram: a container, its video fetched by Meta, then the post. */
export interface InstagramCalls {
  createReel(access: InstagramAccess, reel: ReelRequest): Promise<CreateOutcome>;
  /** One look: poll until `finished`, up to the caller's deadline. */
  containerStatus(access: InstagramAccess, containerId: string): Promise<CallResult<ContainerStatus>>;
  /** Confirmed with the post's id. After `ambiguous` read the container first: `afterAmbiguousPublish`. */
  publishContainer(access: InstagramAccess, containerId: string): Promise<CreateOutcome>;
  publishedMedia(access: InstagramAccess, mediaId: string): Promise<CallResult<PublishedMedia>>;
  /** Newest first. */
  recentMedia(access: InstagramAccess): Promise<CallResult<readonly PublishedMedia[]>>;
  publishingLimit(access: InstagramAccess): Promise<CallResult<PublishingLimit>>;
}

export const instagramCalls = (wire: GraphWire): InstagramCalls => ({
  createReel: (access, reel) => createReel(wire, access, reel),
  containerStatus: (access, containerId) => containerStatus(wire, access, containerId),
  publishContainer: (access, containerId) => publishContainer(wire, access, containerId),
  publishedMedia: (access, mediaId) => publishedMedia(wire, access, mediaId),
  recentMedia: (access) => recentMedia(wire, access),
  publishingLimit: (access) => publishingLimit(wire, access),
});
