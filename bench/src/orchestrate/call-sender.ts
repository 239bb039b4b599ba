import { Agent, request } from 'undici';
import { type CallRound, idHole, type PlannedCall, RUN_HOLE } from './call-plan.ts';

export interface CallSender {
  /** Sends the calls of one round together, and adds the ids of what they made to `ids`. */
  sendRound(round: CallRound, runName: string, ids: readonly string[]): Promise<readonly string[]>;
  stop(): Promise<void>;
}

/** The bare calls over keep-alive connections, for whoever repeats them. */
export function callSender(fakeUrl: string, maxConnections: number): CallSender {
  const agent = new Agent({ connections: maxConnections });
  const authorization = 'Bearer bench';
  const form = { authorization, 'content-type': 'application/x-www-form-urlencoded' };

  async function sendCall(call: PlannedCall, fill: (text: string) => string): Promise<string | undefined> {
    const url = `${fakeUrl}${fill(call.path)}`;
    const params = fill(call.params);
    const answer =
      call.method === 'POST'
        ? await request(url, { method: 'POST', headers: form, body: params, dispatcher: agent })
        : await request(`${url}?${params}`, { headers: { authorization }, dispatcher: agent });
    const text = await answer.body.text();
    if (answer.statusCode !== 200) throw new Error(`${call.method} ${url}: ${answer.statusCode} ${text}`);
    const { id } = JSON.parse(text) as { id?: string };
    return call.creates === undefined ? undefined : String(id);
  }

  return {
    async sendRound(round, runName, ids) {
      const fill = (text: string): string =>
        ids.reduce((filled, id, index) => filled.replaceAll(idHole(index), id), text.replaceAll(RUN_HOLE, runName));
      const made = await Promise.all(round.map((call) => sendCall(call, fill)));
      return [...ids, ...made.filter((id) => id !== undefined)];
    },
    stop: () => agent.destroy(),
  };
}
