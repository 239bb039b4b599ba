import { SERVICES, type Stack } from '@mao/local-stack';
import { type FakeClient, fakeClient } from './fake-client.ts';
import { type GatewayClient, gatewayClient } from './gateway-client.ts';
import { type GatewayWrites, watchGatewayWrites } from './gateway-writes.ts';
import { type Account, connectAccount, publishClip } from './scenario.ts';
import { startTestStack } from './test-stack.ts';

/** What a hostile caller meets: a stack that can run campaigns, with one account and one clip to begin with. */
export interface HostileRig {
  readonly stack: Stack;
  readonly admin: GatewayClient;
  readonly fake: FakeClient;
  readonly writes: GatewayWrites;
  readonly account: Account;
  readonly clipId: string;
  stop(): Promise<void>;
}

export async function startHostileRig(): Promise<HostileRig> {
  const needed = ['gateway', 'campaign-orchestrator', 'insights-sync'];
  const stack = await startTestStack({ services: SERVICES.filter(({ name }) => needed.includes(name)) });
  const admin = gatewayClient(stack);
  const writes = await watchGatewayWrites(stack.databases['gateway']);
  const account = await connectAccount(admin);
  return {
    stack,
    admin,
    writes,
    account,
    fake: fakeClient(stack.fakeUrl),
    clipId: await publishClip(admin, account),
    async stop() {
      await writes.close();
      await stack.stop();
    },
  };
}
