import { type Checked, checked, violation } from './checked.ts';
import type { Violation } from './plan.ts';
import type { PlanClip, RunRequest, RunVariant } from './run-request.ts';

/** One creative with everything its payload needs. */
export interface CreativeSpec {
  readonly number: number;
  readonly clip: PlanClip;
  readonly title: string;
  readonly description: string | null;
  readonly url: string;
  readonly host: string;
  readonly callToAction: string;
}

const MAX_TITLE = 255;
const MAX_DESCRIPTION = 2_000;
const MAX_VARIANTS = 9;
const DEFAULT_CALL_TO_ACTION = 'LEARN_MORE';

// The call to action types of Meta that work with nothing but a link.
const CALLS_TO_ACTION = new Set(
  (
    'LEARN_MORE SHOP_NOW SIGN_UP SUBSCRIBE DOWNLOAD BOOK_TRAVEL CONTACT_US GET_OFFER GET_QUOTE GET_SHOWTIMES APPLY_NOW ' +
    'BUY_NOW ORDER_NOW DONATE_NOW DONATE WATCH_MORE WATCH_VIDEO LISTEN_NOW LISTEN_MUSIC PLAY_GAME INSTALL_APP USE_APP ' +
    'OPEN_LINK SEE_MORE SEE_MENU REQUEST_TIME START_ORDER NO_BUTTON'
  ).split(' '),
);

// Meta refuses pictures that lie on its own delivery hosts.
const FACEBOOK_CDN = /(^|\.)fbcdn\.net$|(^|\.)cdninstagram\.com$/;

function textViolations(variant: RunVariant, base: string): Violation[] {
  const title = variant.creative_title.trim();
  const isTooLong = (variant.creative_description ?? '').length > MAX_DESCRIPTION;
  return [
    ...(title.length === 0 || title.length > MAX_TITLE
      ? [violation('name-length', `${base}/creative_title`, `must have 1 to ${MAX_TITLE} characters`)]
      : []),
    ...(isTooLong
      ? [violation('description-length', `${base}/creative_description`, `must have at most ${MAX_DESCRIPTION} characters`)]
      : []),
  ];
}

function clipViolations(clip: PlanClip | undefined, base: string): Violation[] {
  const pointer = `${base}/clip_id`;
  if (clip === undefined) return [violation('clip-unknown', pointer, 'no such clip')];
  const thumbnail = URL.canParse(clip.thumbnailUrl) ? new URL(clip.thumbnailUrl) : null;
  const isUsable = thumbnail !== null && /^https?:$/.test(thumbnail.protocol) && !FACEBOOK_CDN.test(thumbnail.hostname);
  return isUsable
    ? []
    : [violation('thumbnail-invalid', pointer, "the clip's thumbnail must be an http(s) URL that is not on Meta's CDN")];
}

/** Which hosts may be advertised is the HTTP contract's business; here it must only be a page Meta can link to. */
function httpsUrl(text: string): URL | null {
  const url = URL.canParse(text) ? new URL(text) : null;
  return url?.protocol === 'https:' ? url : null;
}

interface Slot {
  readonly variant: RunVariant;
  readonly base: string;
  readonly number: number;
}

function checkCreative(slot: Slot, request: RunRequest, clips: readonly PlanClip[]): Checked<CreativeSpec> {
  const { variant, base, number } = slot;
  const clip = clips.find(({ clipId }) => clipId === variant.clip_id);
  // A variant without a landing page takes the request's, which is checked and reported there.
  const landing = httpsUrl(variant.landing_url ?? request.landing_url);
  const isOwnUrl = base === '' || variant.landing_url !== undefined;
  const urlViolations =
    landing !== null || !isOwnUrl ? [] : [violation('landing-url-invalid', `${base}/landing_url`, 'must be an https URL')];
  const found = [...textViolations(variant, base), ...clipViolations(clip, base), ...urlViolations];
  if (clip === undefined || landing === null) return { ok: false, violations: found };
  const description = (variant.creative_description ?? '').trim();
  return checked(found, {
    number,
    clip,
    title: variant.creative_title.trim(),
    description: description === '' ? null : description,
    url: landing.href,
    host: landing.hostname,
    callToAction: request.call_to_action ?? DEFAULT_CALL_TO_ACTION,
  });
}

function requestViolations(request: RunRequest, variantCount: number): Violation[] {
  const { call_to_action: action } = request;
  const isUnknown = action !== undefined && !CALLS_TO_ACTION.has(action);
  const isTooMany = variantCount > MAX_VARIANTS;
  return [
    ...(isUnknown
      ? [violation('call-to-action-unknown', '/call_to_action', `${action} is not a call to action for a link`)]
      : []),
    ...(isTooMany ? [violation('too-many-variants', '/variants', `at most ${MAX_VARIANTS} variants`)] : []),
  ];
}

/** The request's own creative and its variants, each with its clip, texts and landing page. */
export function checkCreatives(request: RunRequest, clips: readonly PlanClip[]): Checked<readonly CreativeSpec[]> {
  const variants = request.variants ?? [];
  const slots: Slot[] = [
    { variant: request, base: '', number: 1 },
    ...variants.map((variant, index) => ({ variant, base: `/variants/${index}`, number: index + 2 })),
  ];
  const parts = slots.map((slot) => checkCreative(slot, request, clips));
  const found = [...requestViolations(request, variants.length), ...parts.flatMap((part) => (part.ok ? [] : part.violations))];
  return checked(
    found,
    parts.flatMap((part) => (part.ok ? [part.value] : [])),
  );
}
