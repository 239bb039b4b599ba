import { describe, expect, it } from '@jest/globals';
import { accountBody, clipBody, runRequest } from '@mao/contracts';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { Router } from 'express';
import { z } from 'zod';
import { createApp } from './app.ts';
import type { GatewayContext } from './context.ts';
import { openApiDocument } from './openapi.ts';

interface Operation {
  readonly summary: string;
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly schema: object }[];
  readonly requestBody?: { readonly content: { readonly 'application/json': { readonly schema: object } } };
  readonly responses: Readonly<Record<string, { readonly description: string }>>;
}
const document = openApiDocument() as { openapi: string; paths: Record<string, Record<string, Operation>> };
const operations = Object.entries(document.paths).flatMap(([path, item]) =>
  Object.entries(item).map(([method, operation]) => ({ path, method, operation })),
);

/** What the application serves behind a token, as `method path` with nameless path parameters. */
function routesOf(stack: Router['stack']): string[] {
  return stack.flatMap((layer) => {
    if (layer.route) return layer.route.stack.map(({ method }) => `${method} ${nameless(layer.route?.path ?? '')}`);
    return 'stack' in layer.handle ? routesOf((layer.handle as unknown as Router).stack) : [];
  });
}
const nameless = (path: string): string => path.replace(/\{\w+\}|:\w+/g, '{}');

describe('the OpenAPI document', () => {
  it('names every route of the application, and no other', () => {
    const settings = { JWT_SECRET: 'a secret of more than 32 characters!', JWT_ISSUER: 'i', JWT_AUDIENCE: 'a' };
    const app = createApp({ settings } as unknown as GatewayContext, Router());
    const served = new Set(routesOf(app.router.stack).filter((route) => route !== 'get /openapi.json'));
    expect(operations.map(({ method, path }) => `${method} ${nameless(path)}`).toSorted()).toEqual([...served].toSorted());
  });

  it('has the schema that validates, for every body', () => {
    const bodyOf = (method: string, path: string) =>
      document.paths[path]?.[method]?.requestBody?.content['application/json'].schema;
    const of = (schema: z.ZodType) => z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
    expect(bodyOf('post', '/meta/orchestrate/run')).toEqual(of(runRequest));
    expect(bodyOf('post', '/clips')).toEqual(of(clipBody));
    expect(bodyOf('put', '/meta/accounts/{social_account_id}')).toEqual(of(accountBody));
  });

  it('has schemas that are JSON Schema 2020-12, and they take the example of the contract', () => {
    const ajv = new Ajv2020({ strict: false, validateFormats: false });
    const schemas = operations.flatMap(({ operation }) => [
      ...(operation.requestBody ? [operation.requestBody.content['application/json'].schema] : []),
      ...(operation.parameters ?? []).map(({ schema }) => schema),
    ]);
    expect(schemas.map((schema) => ajv.validateSchema(schema))).toEqual(schemas.map(() => true));
    const run = document.paths['/meta/orchestrate/run']?.['post']?.requestBody?.content['application/json'].schema ?? {};
    const validate = ajv.compile(run);
    expect([validate(EXAMPLE), validate.errors]).toEqual([true, null]);
    expect(validate({ ...EXAMPLE, budget: 1 })).toBe(false);
  });

  it('is a valid OpenAPI 3.1 outline: version, answers with a description, every path parameter described', () => {
    expect(document.openapi).toMatch(/^3\.1\.\d$/);
    for (const { path, method, operation } of operations) {
      const described = (operation.parameters ?? []).filter((one) => one.in === 'path').map(({ name }) => name);
      expect([method, path, described]).toEqual([method, path, [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)]);
      expect(Object.keys(operation.responses).every((status) => /^[1-5]\d\d$/.test(status))).toBe(true);
      expect(Object.values(operation.responses).every(({ description }) => description.length > 0)).toBe(true);
      expect(operation.summary).not.toBe('');
    }
  });
});

const EXAMPLE = {
  social_account_id: '0190a000-0000-7000-8000-000000000001',
  clip_id: '0190a000-0000-7000-8000-000000000002',
  campaign_name: 'Summer Sale 2025',
  campaign_objective: 'OUTCOME_SALES',
  daily_budget_cents: 10_000,
  creative_title: 'Amazing Product',
  creative_description: 'Get 50% off',
  landing_url: 'https://example.com/sale',
  targeting: { age_min: 18, age_max: 65, genders: [1, 2] },
  optimization_goal: 'LINK_CLICKS',
  auto_publish: false,
};
