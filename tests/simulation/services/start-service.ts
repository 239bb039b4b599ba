import type { GraphPorts } from '@mao/graph-api';
import type { MessagingPorts } from '@mao/messaging';
import type { HostPorts } from '@mao/service-kit';
import { start as startAbEvaluator } from '../../../services/ab-evaluator/src/start.ts';
import { start as startCampaignOrchestrator } from '../../../services/campaign-orchestrator/src/start.ts';
import { start as startGateway } from '../../../services/gateway/src/start.ts';
import { start as startInsightsSync } from '../../../services/insights-sync/src/start.ts';
import { start as startPublisher } from '../../../services/publisher/src/start.ts';
import { settingsOf } from './settings.ts';

type Start = (ports: HostPorts & MessagingPorts & GraphPorts) => Promise<void>;

/** The composition roots of the product, as they are. */
export const START: Readonly<Record<ServiceName, Start>> = {
  gateway: (ports) => startGateway(settingsOf.gateway(), ports),
  'campaign-orchestrator': (ports) => startCampaignOrchestrator(settingsOf['campaign-orchestrator'](), ports),
  'insights-sync': (ports) => startInsightsSync(settingsOf['insights-sync'](), ports),
  'ab-evaluator': (ports) => startAbEvaluator(settingsOf['ab-evaluator'](), ports),
  publisher: (ports) => startPublisher(settingsOf.publisher(), ports),
};

export const SERVICE_NAMES = ['gateway', 'campaign-orchestrator', 'insights-sync', 'ab-evaluator', 'publisher'] as const;
export type ServiceName = (typeof SERVICE_NAMES)[number];
