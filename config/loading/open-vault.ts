import { readAuthority } from '../../platform/net/authority';
import { Vault, type VaultAuth } from '../../platform/secrets/vault';
import { msPerSecond } from '../../platform/values/time';
import type { OpenVaultSettings } from '../schema/vault';

function authOf({ auth }: OpenVaultSettings): VaultAuth {
  const mount = auth.mount ?? undefined;
  if (auth.method === 'token') return { method: 'token', token: auth.token ?? '' };
  if (auth.method === 'appRole') {
    return { method: 'appRole', roleId: auth.roleId ?? '', secretId: auth.secretId ?? '', mount };
  }
  const { role, serviceAccountFile } = auth;
  return { method: 'kubernetes', role: role ?? '', serviceAccountFile, mount };
}

/** @throws Error with one sentence that names the file of its CA, if that cannot be used. */
export function openVault(settings: OpenVaultSettings, onStale: (error: Error) => void): Vault {
  const { address, authorityFile, namespace, mount, refreshSeconds } = settings;
  return new Vault({
    address,
    mount,
    namespace: namespace ?? undefined,
    authority: readAuthority(authorityFile),
    auth: authOf(settings),
    // A little less than the pause between reads, so that each of them asks Vault.
    maxAgeMs: refreshSeconds * msPerSecond - msPerSecond / 2,
    onStale,
  });
}
