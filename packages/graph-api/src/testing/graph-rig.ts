import { afterAll, afterEach, beforeAll, beforeEach } from '@jest/globals';
import { type FakeGraph, startFakeGraph } from '@mao/graph-api-fake';
import { createGraphClient, type GraphClient } from '../client.ts';
import { type FakeControl, fakeControl } from './fake-control.ts';

export const APP_SECRET = 'app-secret';

/** Of the test that runs. */
interface GraphRig {
  readonly url: string;
  readonly client: GraphClient;
  readonly control: FakeControl;
}

/** A fake that the tests of one file share. It is empty when a test begins, and what a client learnt does not outlive its test. */
export function useFakeGraph(): GraphRig {
  let fake: FakeGraph;
  let control: FakeControl;
  let client: GraphClient;

  beforeAll(async () => {
    fake = await startFakeGraph({ port: 0, appSecret: APP_SECRET, reportMs: 300, processingMs: 100, reviewMs: 100 });
    control = fakeControl(fake.url);
  });
  afterAll(() => fake.stop());
  beforeEach(async () => {
    await control.reset();
    client = createGraphClient({ baseUrl: fake.url, version: 'v26.0', appSecret: APP_SECRET, appId: '100000000000001' });
  });
  afterEach(() => client.close());

  return {
    get url() {
      return fake.url;
    },
    get client() {
      return client;
    },
    get control() {
      return control;
    },
  };
}
