import { commonSettings, port, tokenKey } from '@mao/service-kit/settings';
import { z } from 'zod';
import { readPublicKey } from './http/public-key.ts';

/** Every setting of the gateway. */
export const settingsSchema = z
  .object({
    ...commonSettings,
    PORT: port(8000),
    JWT_SECRET: z.string().min(32, 'must be at least 32 characters').optional().describe('HS256 secret; exactly one key source'),
    JWT_PUBLIC_KEY: z
      .string()
      .superRefine((text, context) => {
        const key = readPublicKey(text);
        if (!key.ok) context.addIssue({ code: 'custom', message: key.detail });
      })
      .optional()
      .describe('RS256 or ES256 public key (PEM)'),
    JWKS_URL: z
      .url({ protocol: /^https?$/ })
      .optional()
      .describe('key set of the issuer (RS256, ES256)'),
    JWT_ISSUER: z.string().min(1).describe('required iss claim'),
    JWT_AUDIENCE: z.string().min(1).describe('required aud claim'),
    TOKEN_ENCRYPTION_KEY: tokenKey.describe('AES-256-GCM key that seals access tokens'),
  })
  .refine(hasOneKeySource, {
    path: ['JWT_SECRET'],
    message: 'set exactly one of JWT_SECRET, JWT_PUBLIC_KEY, JWKS_URL',
    when: () => true, // told together with every other problem
  });

function hasOneKeySource(env: { readonly [name in 'JWT_SECRET' | 'JWT_PUBLIC_KEY' | 'JWKS_URL']?: string | undefined }): boolean {
  return [env.JWT_SECRET, env.JWT_PUBLIC_KEY, env.JWKS_URL].filter((source) => source !== undefined).length === 1;
}

export type Settings = z.output<typeof settingsSchema>;
