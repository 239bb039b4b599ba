import express, { type Express, type RequestHandler } from 'express';
import { abTestRoutes } from './ab-tests.ts';
import { accountSwitchRoutes } from './account-switch.ts';
import { accountRoutes } from './accounts.ts';
import { alertRoutes } from './alerts.ts';
import { authenticate } from './authenticate.ts';
import { campaignRoutes } from './campaigns.ts';
import { clipRoutes } from './clips.ts';
import type { GatewayContext } from './context.ts';
import { insightsRoutes } from './insights.ts';
import { openApiDocument } from './openapi.ts';
import { operationRoutes } from './operations.ts';
import { orchestrateRoutes } from './orchestrate.ts';
import { notFound } from './problem.ts';
import { problemHandler } from './problem-handler.ts';
import { requestId } from './request-id.ts';

/** The gateway's HTTP side: health and the API's description without a token, everything else behind one. */
export function createApp(context: GatewayContext, health: RequestHandler): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('query parser', 'simple');
  app.use(requestId);
  app.use(health);
  const document = openApiDocument();
  app.get('/openapi.json', (_request, response) => {
    response.json(document);
  });
  app.use(authenticate(context.settings));
  app.use(
    accountRoutes(context),
    accountSwitchRoutes(context),
    abTestRoutes(context),
    insightsRoutes(context),
    clipRoutes(context),
    orchestrateRoutes(context),
    operationRoutes(context),
    campaignRoutes(context),
    alertRoutes(context),
  );
  app.use((request) => {
    throw notFound('not-found', `There is no ${request.method} ${request.path}.`);
  });
  app.use(problemHandler(context.logger));
  return app;
}
