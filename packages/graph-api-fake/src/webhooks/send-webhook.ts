import type { Delivery } from './delivery.ts';
import { signatureOf } from './payload.ts';

const ANSWER_TIMEOUT_MS = 5000;

/** Posts the delivery once. The status answered; null when nobody answered in time. */
export async function sendWebhook(delivery: Delivery, appSecret: string, ending: AbortSignal): Promise<number | null> {
  try {
    const response = await fetch(delivery.callbackUrl, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'user-agent': 'facebookexternalua',
        'x-hub-signature-256': signatureOf(delivery.body, appSecret),
      },
      body: delivery.body,
      redirect: 'manual',
      signal: AbortSignal.any([ending, AbortSignal.timeout(ANSWER_TIMEOUT_MS)]),
    });
    await response.body?.cancel();
    return response.status;
  } catch {
    // No answer is what retries are for; the attempt shows it as status null.
    return null;
  }
}
