import type { KeyObject } from 'node:crypto';
import type { Logger } from 'pino';
import {
  createSigningKey,
  openPrivateKey,
  sealPrivateKey,
} from '../../../platform/auth/signing-key';
import type { UsersStore } from '../store';
import type { SigningKeyRow } from '../store/signing-keys';

/** The key that signs now. */
export interface CurrentKey {
  readonly kid: string;
  readonly privateKey: KeyObject;
}

export interface SigningKeys {
  /** Made on the very first use, loaded once, then kept. */
  current(): Promise<CurrentKey>;
  /** The public halves of all keys whose tokens may still be valid, newest first. */
  published(): Promise<Pick<SigningKeyRow, 'kid' | 'publicJwk' | 'notAfter'>[]>;
}

export interface SigningKeysOptions {
  readonly store: UsersStore['signingKeys'];
  /** Encrypts private keys at rest: `auth.keySecret`. */
  readonly secret: string;
  readonly logger: Logger;
}

export function createSigningKeys({ store, secret, logger }: SigningKeysOptions): SigningKeys {
  const usable = (rows: readonly SigningKeyRow[]): CurrentKey | null => {
    for (const { kid, notAfter, privateKeySealed } of rows) {
      if (notAfter !== null) continue;
      const privateKey = openPrivateKey(kid, privateKeySealed, secret);
      if (privateKey !== null) return { kid, privateKey };
      logger.warn({ kid }, 'a signing key was sealed with another auth.keySecret: not used');
    }
    return null;
  };

  const load = async (): Promise<CurrentKey> => {
    const rows = await store.valid();
    const known = usable(rows);
    if (known !== null) return known;
    const made = await createSigningKey();
    const { kid, publicJwk } = made;
    const privateKeySealed = new Uint8Array(sealPrivateKey(made, secret));
    await store.addUnlessNewer(
      { kid, publicJwk, privateKeySealed },
      rows.map((row) => row.kid),
    );
    // Another process may have been faster: all sign with the key that was stored.
    const current = usable(await store.valid());
    if (current === null) throw new Error('There is no signing key that auth.keySecret opens.');
    if (current.kid === kid) logger.info({ kid }, 'made a key to sign access tokens with');
    return current;
  };

  let loading: Promise<CurrentKey> | undefined;
  const current = async (): Promise<CurrentKey> => {
    loading ??= load();
    try {
      return await loading;
    } catch (error) {
      // The next request tries again; a database that was away must not end sign-in for good.
      loading = undefined;
      throw error;
    }
  };

  return {
    current,
    async published() {
      await current();
      return store.valid();
    },
  };
}
