/** A secret, or a function that reads it if it may change. */
export type SecretSource = string | (() => string);

export interface RotatingSecret {
  /** The secret to sign with. */
  current(): string;
  /** The secrets to verify with: the current one first, then recent predecessors. */
  accepted(): readonly string[];
}

/**
 * How long a previous secret is accepted. Processes learn of a new one at different times, up to 12
 * minutes apart: External Secrets fetches it every 10 minutes (`ops/kubernetes/overlays/production`),
 * and the kubelet takes up to two more to update the file. The rest is for a slow secret store.
 */
export const secretOverlapMs = 1_200_000;

/** Remembers previous secrets while other processes may still use them. */
export function rotatingSecret(
  source: SecretSource,
  now = () => performance.now(),
): RotatingSecret {
  const read = typeof source === 'string' ? () => source : source;
  let known = read();
  let earlier: { readonly secret: string; readonly untilMs: number }[] = [];
  let list: readonly string[] = [known];

  const look = (): void => {
    const next = read();
    const isOver = earlier.some(({ untilMs }) => untilMs < now());
    if (next === known && !isOver) return;
    if (next !== known) earlier.unshift({ secret: known, untilMs: now() + secretOverlapMs });
    earlier = earlier.filter(({ secret, untilMs }) => secret !== next && untilMs >= now());
    known = next;
    list = [known, ...earlier.map(({ secret }) => secret)];
  };

  return {
    current() {
      look();
      return known;
    },
    accepted() {
      look();
      return list;
    },
  };
}
