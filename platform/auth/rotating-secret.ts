/** A secret, or where it stands while it may change. */
export type SecretSource = string | (() => string);

export interface RotatingSecret {
  /** What is signed with. */
  current(): string;
  /** What is believed: the current secret first, then those that it has followed not long ago. */
  accepted(): readonly string[];
}

/**
 * Processes hear of a new secret a little apart, and what was signed with the one before is still
 * under way. A mounted secret takes up to two minutes to reach every machine.
 */
const overlapMs = 300_000;

/** Remembers the secrets before the current one for as long as others may still use them. */
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
    if (next !== known) earlier.unshift({ secret: known, untilMs: now() + overlapMs });
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
