/**
 * Values in a list of an input, repetitions included.
 * @exceeded VALIDATION
 * @test subgraphs/users/operations/assign-roles.test.ts
 */
const listValuesMax = 1_000;

/** Why the list is too short or too long; null if it is neither. */
export function listProblem(values: readonly unknown[], what: string): string | null {
  if (values.length === 0) return `Select at least one ${what}.`;
  return values.length > listValuesMax ? `Takes at most ${listValuesMax} values.` : null;
}
