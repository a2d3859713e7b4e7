import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { withoutTrailingSlashes } from '../platform/config/origin';
import { Vault, type VaultAuth } from '../platform/secrets/vault';

const text = z.string().min(1).nullable().default(null);

const authSchema = z
  .strictObject({
    method: z.enum(['token', 'appRole', 'kubernetes']).default('token').describe('how to sign in'),
    mount: text.describe('where the method is mounted; approle or kubernetes without'),
    token: text.describe('for the method token'),
    roleId: text.describe('for appRole'),
    secretId: text.describe('for appRole'),
    role: text.describe('for kubernetes'),
    serviceAccountFile: z
      .string()
      .min(1)
      .default('/var/run/secrets/kubernetes.io/serviceaccount/token')
      .describe('for kubernetes: the token of the pod'),
  })
  .prefault({});

/** What each way to sign in needs. */
const needs = {
  token: ['token'],
  appRole: ['roleId', 'secretId'],
  kubernetes: ['role'],
} as const;

const referencePattern = /^\/?[^#/][^#]*#[^#]+$/;

const vaultSchema = z
  .strictObject({
    address: z
      .url({ protocol: /^https?$/ })
      .transform(withoutTrailingSlashes)
      .nullable()
      .default(null)
      .describe('of a HashiCorp Vault; without one no secret comes from there'),
    namespace: text.describe('of Vault Enterprise'),
    authorityFile: text.describe('PEM file with the authority of its certificate'),
    mount: z.string().min(1).default('secret').describe('of the key-value engine, version 2'),
    refreshSeconds: z.int().min(1).max(3600).default(30).describe('until it is asked again'),
    auth: authSchema,
    paths: z
      .record(
        z.string(),
        z.string().regex(referencePattern, 'expected path#field, or /engine/path#field'),
      )
      .default({})
      .describe(
        'settings that come from there, such as `auth.keySecret: shop/auth#keySecret`; with a ' +
          'slash in front the path of another engine, such as `/database/creds/orders#password`',
      ),
  })
  .superRefine(({ address, auth }, context) => {
    if (address === null) return;
    for (const name of needs[auth.method]) {
      if (auth[name] !== null) continue;
      const message = `is needed for the method ${auth.method}`;
      context.addIssue({ code: 'custom', path: ['auth', name], message });
    }
  })
  .prefault({});

export const secretsSchema = z.strictObject({ vault: vaultSchema }).prefault({});

type VaultSettings = z.output<typeof vaultSchema>;
export type OpenVaultSettings = VaultSettings & { readonly address: string };

function authOf({ auth }: VaultSettings): VaultAuth {
  const mount = auth.mount ?? undefined;
  if (auth.method === 'token') return { method: 'token', token: auth.token ?? '' };
  if (auth.method === 'appRole') {
    return { method: 'appRole', roleId: auth.roleId ?? '', secretId: auth.secretId ?? '', mount };
  }
  const { role, serviceAccountFile } = auth;
  return { method: 'kubernetes', role: role ?? '', serviceAccountFile, mount };
}

const msPerSecond = 1_000;

/** @throws Error when the file of its authority cannot be read. */
export function openVault(settings: OpenVaultSettings, onStale: (error: Error) => void): Vault {
  const { address, authorityFile, namespace, mount, refreshSeconds } = settings;
  return new Vault({
    address,
    mount,
    namespace: namespace ?? undefined,
    authority: authorityFile === null ? undefined : readFileSync(authorityFile, 'utf8'),
    auth: authOf(settings),
    // A little less than the pause between readings, so that each of them asks.
    maxAgeMs: refreshSeconds * msPerSecond - msPerSecond / 2,
    onStale,
  });
}
