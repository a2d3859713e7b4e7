import type { Node } from 'libpg-query';
import type { History } from './history';

/** What a rule may know besides the statement. */
export interface RuleContext {
  /** The statements of the migration in order, including the one that is checked. */
  readonly nodes: readonly Node[];
  /** Tables that the same migration creates: nobody waits for their locks. */
  readonly newTables: ReadonlySet<string>;
  readonly history: History;
}

export interface Rule {
  readonly name: string;
  /**
   * `locks`: others wait while it runs. `breaks`: the previous version fails on it, so it has to
   * wait for a migration that contracts. `resumes`: it could not be resumed after a crash.
   */
  readonly kind: 'locks' | 'breaks' | 'resumes';
  readonly why: string;
  readonly instead: string;
  /** What in the statement breaks the rule, by name; empty if nothing does. */
  readonly finds: (node: Node, context: RuleContext) => readonly string[];
}
