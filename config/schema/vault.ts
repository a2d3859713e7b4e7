import { z } from 'zod';
import { serverUrl } from './http-url';
import { count, optionalText, text } from './values';

const authSchema = z
  .strictObject({
    method: z.enum(['token', 'appRole', 'kubernetes']).default('token').describe('how to sign in'),
    mount: optionalText.describe('mount of the method; if not set, approle or kubernetes'),
    token: optionalText.describe('token, for the method token'),
    roleId: optionalText.describe('role id, for appRole'),
    secretId: optionalText.describe('secret id, for appRole'),
    role: optionalText.describe('role, for kubernetes'),
    serviceAccountFile: text
      .default('/var/run/secrets/kubernetes.io/serviceaccount/token')
      .describe("file with the pod's token, for kubernetes"),
  })
  .prefault({});

/** The settings that each method requires. */
const needs = {
  token: ['token'],
  appRole: ['roleId', 'secretId'],
  kubernetes: ['role'],
} as const;

const referencePattern = /^\/?[^#/][^#]*#[^#]+$/;

const vaultSchema = z
  .strictObject({
    address: serverUrl().describe('URL of a HashiCorp Vault; if not set, Vault is not used'),
    namespace: optionalText.describe('namespace, for Vault Enterprise'),
    authorityFile: optionalText.describe('PEM file with the CA of its certificate'),
    mount: text.default('secret').describe('mount of the key-value engine, v2'),
    refreshSeconds: count(1, 3600).default(30).describe('pause between reads'),
    auth: authSchema,
    paths: z
      .record(
        z.string(),
        z.string().regex(referencePattern, 'expected path#field, or /engine/path#field'),
      )
      .default({})
      .describe(
        'Vault path of a setting, such as `auth.keySecret: shop/auth#keySecret`; a leading slash ' +
          'means another engine, such as `/database/creds/orders#password`',
      ),
  })
  .superRefine(({ address, auth }, context) => {
    if (address === null) return;
    for (const name of needs[auth.method]) {
      if (auth[name] !== null) continue;
      const message = `is required for the method ${auth.method}`;
      context.addIssue({ code: 'custom', path: ['auth', name], message });
    }
  })
  .prefault({});

export const secretsSchema = z
  .strictObject({
    folder: optionalText.describe(
      'folder with a file for each secret, named by its setting, such as `auth.keySecret`, with ' +
        'its value as in a variable; overrides config.yaml, and the environment and Vault override it',
    ),
    vault: vaultSchema,
  })
  .prefault({});

/** The settings of a Vault that is used. */
export type OpenVaultSettings = z.output<typeof vaultSchema> & { readonly address: string };
