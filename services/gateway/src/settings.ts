import { commonSettings, isTokenKey, port } from '@mao/service-kit';
import { z } from 'zod';

/** Every setting of the gateway. */
export const settingsSchema = z
  .object({
    ...commonSettings,
    PORT: port(8000),
    JWT_SECRET: z.string().min(32, 'must be at least 32 characters').optional().describe('HS256 secret; exactly one key source'),
    JWT_PUBLIC_KEY: z
      .string()
      .includes('PUBLIC KEY', { message: 'must be a PEM public key' })
      .optional()
      .describe('RS256 or ES256 public key (PEM)'),
    JWKS_URL: z.url().optional().describe('key set of the issuer (RS256, ES256)'),
    JWT_ISSUER: z.string().min(1).describe('required iss claim'),
    JWT_AUDIENCE: z.string().min(1).describe('required aud claim'),
    TOKEN_ENCRYPTION_KEY: z
      .string()
      .refine(isTokenKey, 'must be 32 bytes in base64')
      .describe('AES-256-GCM key that seals access tokens'),
  })
  .superRefine((settings, context) => {
    const sources = [settings.JWT_SECRET, settings.JWT_PUBLIC_KEY, settings.JWKS_URL].filter((source) => source !== undefined);
    if (sources.length !== 1) {
      context.addIssue({
        code: 'custom',
        path: ['JWT_SECRET'],
        message: 'set exactly one of JWT_SECRET, JWT_PUBLIC_KEY, JWKS_URL',
      });
    }
  });

export type Settings = z.output<typeof settingsSchema>;
