import { z } from 'zod'

/** Where a secret lives: config files and the panel only ever see this reference. */
export const SecretRef = z.strictObject({ $secret: z.string().min(1) })
export type SecretRef = z.infer<typeof SecretRef>

/** A secret as it may be typed by hand; the config store moves it out and leaves a {@link SecretRef}. */
export const Secret = z.union([z.string().max(4096), SecretRef])
export type Secret = z.infer<typeof Secret>

/** Names of the fields that hold secrets, wherever they stand. */
export const secretFields: ReadonlySet<string> = new Set([
  'apiKey',
  'accessToken',
  'proxyLogin',
  'secretValue',
])
