import { cannotRun } from '../drill/exit-codes';
import { type CommandFacts, newCommand } from '../program/new-command';

const reportJson =
  '{ drill, faults: [{ broken, detectedAfterMs, detectedBy, recoveredAfterMs }], acknowledged, lost, violations, verify, figures }, or { drill, skipped }';

type DrillFacts = Pick<CommandFacts, 'summary' | 'description'> & Partial<CommandFacts>;

/** A drill: unless it says otherwise, it prints the report that all drills have. */
export const newDrill = (name: string, facts: DrillFacts) =>
  newCommand(name, {
    examples: [['', 'prints what was broken, detected, recovered and lost']],
    json: reportJson,
    ...facts,
    exitCodes: {
      0: 'the figures were met',
      1: 'they were not met, or it failed',
      ...cannotRun,
      ...facts.exitCodes,
    },
  });

/**
 * The action of a drill: it runs in a process and a folder of its own, both of which end with it.
 */
export const drillAction =
  <Options>(drill: (options: Options) => Promise<void>) =>
  async (options: Options): Promise<void> => {
    const { inOwnFolder } = await import('../drill/own-folder.js');
    await inOwnFolder(() => drill(options));
  };
