import { Argument } from '@commander-js/extra-typings';
import { repeated } from '../program/arguments';
import { newCommand, newGroup } from '../program/new-command';
import { printResult } from '../program/results';

const listCommand = () =>
  newCommand('list', {
    summary: 'List the feature flags with their values',
    description: [
      'Evaluates the flags as the shop does: from flags.file, the shipped file or a flagd, and what an ADMIN has switched by setFeatureFlag, if the shop runs. Without an option the values are those of an anonymous caller.',
    ],
    examples: [
      ['', 'prints each flag, its value, and why it has it'],
      ['--role ADMIN --user 0198f3', 'prints the values that this account gets'],
    ],
    json: '{ flags: [{ name, isOn, reason, override, targeting, source, … }], hasSwitched }',
  })
    .option('--user <id>', 'evaluates for the account with this id')
    .option('--role <role>', 'evaluates for a caller with this role; may be repeated', repeated)
    .action(async (options) => {
      const { flagStates, flagTable } = await import('../flags/flag-states.js');
      const states = await flagStates(options);
      printResult(options, states, flagTable(states));
    });

const setCommand = () =>
  newCommand('set', {
    summary: 'Turn a feature flag on or off',
    description: [
      'Changes the default variant of the flag in flags.file. A running shop follows within 5 s. Targeting rules of the flag keep deciding for those that they match, and a value that an ADMIN has switched by setFeatureFlag comes first. Flags of a flagd are changed there.',
    ],
    examples: [['registration off', 'stops new accounts from being registered']],
    json: '{ name, isOn, file, changed }',
  })
    .argument('<name>', 'the flag')
    .addArgument(new Argument('<state>', 'its new value').choices(['on', 'off'] as const))
    .action(async (name, state, options) => {
      const { setFlag } = await import('../flags/set-flag.js');
      const { file, isChanged } = await setFlag(name, state === 'on');
      const result = { name, isOn: state === 'on', file, changed: isChanged };
      const text = isChanged
        ? `${name} is ${state} in ${file}.`
        : `${name} was ${state} in ${file} before. Nothing was changed.`;
      printResult(options, result, `${text}\n`);
    });

export const flagsCommand = () =>
  newGroup('flags', 'List feature flags, and turn them on or off', [listCommand(), setCommand()]);
