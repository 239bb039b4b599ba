/** Together one Graph call in five goes wrong. Listed in the order in which the fake tries them. */
const ACTIONS = [
  { type: 'drop' },
  { type: 'commit_then_drop' },
  { type: 'commit_then_status', status: 500 },
  { type: 'error', status: 500, code: 2, is_transient: true },
  { type: 'error', status: 400, code: 1, is_transient: true },
  { type: 'truncate' },
  { type: 'html', status: 502 },
  { type: 'no_id' },
  { type: 'slow_body', ms: 300 },
  { type: 'delay', ms: 500 },
  { type: 'hide', seconds: 0.4 },
  { type: 'throttle', minutes: 0.01 },
];
const SHARE_OF_ALL = 0.2;
/** Some ads are refused for good: what was made before them has to go. */
const REFUSED_ADS = {
  method: 'POST',
  path: '^/act_\\d+/ads$',
  probability: 0.03,
  action: { type: 'error', status: 400, code: 100, subcode: 1885183, user_msg: 'refused for good' },
};

/** Has the fake misbehave from now on. */
export async function addGraphFaults(fakeUrl: string, seed: number): Promise<void> {
  const common = ACTIONS.map((action) => ({ method: '*', path: '^/', probability: SHARE_OF_ALL / ACTIONS.length, action }));
  for (const [index, rule] of [REFUSED_ADS, ...common].entries()) {
    const response = await fetch(`${fakeUrl}/__fake/faults`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...rule, seed: (seed + index) % 2 ** 31 }),
    });
    if (!response.ok) throw new Error(`a Graph fault was refused: ${await response.text()}`);
  }
}

export async function clearGraphFaults(fakeUrl: string): Promise<void> {
  await fetch(`${fakeUrl}/__fake/faults`, { method: 'DELETE' });
}
