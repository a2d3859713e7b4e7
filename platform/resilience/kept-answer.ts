/**
 * One answer for all who ask within the time, those included who ask before there is one. An answer
 * that is a rejection is kept as well.
 */
export function keptAnswer<Answer>(
  keptMs: number,
  ask: () => Promise<Answer>,
): () => Promise<Answer> {
  let askedAtMs = Number.NEGATIVE_INFINITY;
  let answer: Promise<Answer> | null = null;
  return () => {
    if (answer === null || performance.now() - askedAtMs >= keptMs) {
      askedAtMs = performance.now();
      answer = ask();
    }
    return answer;
  };
}
