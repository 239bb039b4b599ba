import { randomInt } from 'node:crypto';

const ANSWER_TIMEOUT_MS = 5000;
const LARGEST_CHALLENGE = 2_000_000_000;

/** The verification handshake: the callback must answer 200 and echo the challenge. null when it did, else what was wrong. */
export async function verifyCallback(callbackUrl: string, verifyToken: string): Promise<string | null> {
  const challenge = String(randomInt(1_000_000_000, LARGEST_CHALLENGE));
  if (!URL.canParse(callbackUrl)) return 'The callback URL is not a URL';
  const url = new URL(callbackUrl);
  url.searchParams.set('hub.mode', 'subscribe');
  url.searchParams.set('hub.challenge', challenge);
  url.searchParams.set('hub.verify_token', verifyToken);
  try {
    const response = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS) });
    const echoed = (await response.text()).trim();
    if (response.status !== 200) return `HTTP Status Code = ${response.status}`;
    return echoed === challenge ? null : 'The challenge was not echoed';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
