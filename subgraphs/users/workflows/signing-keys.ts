import type { Logger } from 'pino';
import type { AccessTokenKey } from '../../../platform/auth/access-token';
import {
  createSigningKey,
  openPrivateKey,
  sealPrivateKey,
} from '../../../platform/auth/signing-key';
import { secondsPerDay } from '../../../platform/values/time';
import type { UsersStore } from '../store';
import type { SigningKeyRow, ValidSigningKey } from '../store/signing-keys';

export interface SigningKeys {
  /** The key that signs: created on first use, then reloaded every minute, as it may be rotated. */
  current(): Promise<AccessTokenKey>;
  /** The public halves of all keys whose tokens may still be valid, newest first. */
  published(): Promise<Pick<SigningKeyRow, 'kid' | 'publicJwk' | 'notAfter'>[]>;
  /**
   * Creates the next key. It is published at once and signs in all processes within little more
   * than a minute; the current key stays published until its last token has expired.
   * @param actor the actor for the audit log.
   */
  rotate(actor: string): Promise<Pick<SigningKeyRow, 'kid' | 'signsFrom'>>;
  /** Rotates if the current key has signed for `maxDays`. @returns whether it did. */
  rotateWhenOld(): Promise<boolean>;
}

export interface SigningKeysOptions {
  readonly store: UsersStore['signingKeys'];
  /** Encrypts private keys at rest: `auth.keySecret`. */
  readonly secret: string;
  readonly accessTokenMinutes: number;
  /** A key that has signed for this long is rotated. */
  readonly maxDays: number;
  readonly logger: Logger;
}

/** Longer than a process waits before it loads an unknown key. */
const signsInSeconds = 10;
/** How long a process uses a key before it reloads. */
const reloadMs = 60_000;
/** Maximum time between choosing a key and having signed. */
const slackSeconds = 30;

export function createSigningKeys(options: SigningKeysOptions): SigningKeys {
  const { store, secret, logger } = options;
  const tokenSeconds = options.accessTokenMinutes * 60;
  const signsForSeconds = options.maxDays * secondsPerDay;
  const outlivedBySeconds = tokenSeconds + reloadMs / 1_000 + slackSeconds;

  const opened = ({ kid, privateKeySealed }: SigningKeyRow): AccessTokenKey | null => {
    const privateKey = openPrivateKey(kid, privateKeySealed, secret);
    if (privateKey !== null) return { kid, privateKey };
    logger.warn({ kid }, 'signing key ignored: encrypted with another auth.keySecret');
    return null;
  };

  /** The newest key that may sign and stays published until its tokens expire. */
  const usable = (rows: readonly ValidSigningKey[]) => {
    for (const row of rows) {
      const { begun, leftSeconds } = row;
      if (!begun || (leftSeconds !== null && leftSeconds < tokenSeconds)) continue;
      const key = opened(row);
      if (key !== null) return { key, row };
    }
    return null;
  };

  const newKey = async () => {
    const made = await createSigningKey();
    const { kid, publicJwk } = made;
    return { kid, publicJwk, privateKeySealed: new Uint8Array(sealPrivateKey(made, secret)) };
  };

  const kidsOf = (rows: readonly SigningKeyRow[]) => rows.map(({ kid }) => kid);

  const succeed = async (rows: readonly ValidSigningKey[], actor: string) => {
    const made = await newKey();
    const { kid } = made;
    const entry = {
      actor,
      action: 'signing_key.rotate',
      subject: `SigningKey:${kid}`,
      detail: null,
    };
    const succession = { signsInSeconds, outlivedBySeconds };
    if (await store.succeed(made, kidsOf(rows), succession, entry)) {
      logger.info({ kid }, 'signing key rotated');
    }
    // Another process may have been faster; its key is used then.
    const [newest] = await store.valid();
    if (!newest) throw new Error('No signing key is stored after adding one.');
    return newest;
  };

  /** Whether the key is the newest one and due for rotation. */
  const isOld = (rows: readonly ValidSigningKey[], row: ValidSigningKey): boolean =>
    row.kid === rows[0]?.kid && row.ageSeconds > signsForSeconds;

  const load = async (): Promise<AccessTokenKey> => {
    const rows = await store.valid();
    const known = usable(rows);
    if (known !== null) {
      if (isOld(rows, known.row)) await succeed(rows, 'system');
      return known.key;
    }
    const made = await newKey();
    await store.addUnlessNewer(made, kidsOf(rows));
    // Another process may have been faster; all sign with the stored key.
    const current = usable(await store.valid());
    if (current === null)
      throw new Error('No signing key can be decrypted with auth.keySecret. Check the setting.');
    const { kid } = current.key;
    if (kid === made.kid) logger.info({ kid }, 'signing key created');
    return current.key;
  };

  let loading: Promise<AccessTokenKey> | undefined;
  let loadedAtMs = Number.NEGATIVE_INFINITY;
  const current = async (): Promise<AccessTokenKey> => {
    if (performance.now() - loadedAtMs > reloadMs) {
      loadedAtMs = performance.now();
      loading = load();
    }
    loading ??= load();
    try {
      return await loading;
    } catch (error) {
      // The next request retries, because a database outage must not disable sign-in permanently.
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
    async rotate(actor) {
      await current();
      return succeed(await store.valid(), actor);
    },
    async rotateWhenOld() {
      await current();
      const rows = await store.valid();
      const known = usable(rows);
      if (known === null || !isOld(rows, known.row)) return false;
      await succeed(rows, 'system');
      return true;
    },
  };
}
