import type { KafkaRecord } from './evidence.ts';

const CLIPS = ['ClipPublished', 'ClipWithdrawn'];
const ACCOUNTS = ['SocialAccountConnected', 'SocialAccountDisconnected'];

/** Which events each service acts on, as the design says; the group and the database bear the service's name. */
export const READERS: Readonly<Record<string, readonly string[]>> = {
  gateway: [
    ...CLIPS,
    'CampaignStepCompleted',
    'CampaignCreated',
    'CampaignFailed',
    'CampaignActivated',
    'RequestRejected',
    'InsightsSynced',
    'InsightsSyncCompleted',
    'AlertRaised',
    'AlertResolved',
    'AbTestCreated',
    'AbTestEvaluated',
    'AbTestEvaluationRepeated',
    'WinnerSelected',
    'AbTestArchived',
    'PublishQueued',
    'PublishProgressed',
    'PublishSucceeded',
    'PublishFailed',
  ],
  'campaign-orchestrator': [...CLIPS, ...ACCOUNTS, 'CampaignRequested', 'CampaignCancelRequested', 'CampaignResumeRequested'],
  'insights-sync': [...ACCOUNTS, 'CampaignCreated', 'CampaignFailed', 'InsightsSyncRequested'],
  'ab-evaluator': [
    'CampaignCreated',
    'CampaignFailed',
    'InsightsSynced',
    'AbTestRequested',
    'AbTestEvaluationRequested',
    'AbTestArchiveRequested',
  ],
  publisher: [...CLIPS, ...ACCOUNTS, 'WinnerSelected', 'AbTestArchived', 'WinnerPublishRequested'],
};

export const isRead = (group: string, { topic, type }: KafkaRecord): boolean =>
  !topic.endsWith('.dlq') && (READERS[group]?.includes(type) ?? false);
