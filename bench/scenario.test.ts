import { expect, test } from 'vitest';
import { helpOf, optionValues, type Scenario } from './scenario';

const scenario: Scenario = {
  name: 'tides',
  measures: 'how high the water is',
  options: {
    seconds: { value: 'N', means: 'how long', fallback: '10' },
    clients: { value: 'LIST', means: 'how many', fallback: '8,32' },
    coast: { value: 'NAME', means: 'where, north or south', fallback: 'north' },
  },
  run: async () => ({ rows: [] }),
};

test('an option that is not set has its default', () => {
  const options = optionValues(scenario, { seconds: '3', clients: undefined });
  expect(options.number('seconds')).toBe(3);
  expect(options.numbers('clients')).toEqual([8, 32]);
  expect(options.oneOf('coast', ['north', 'south'])).toBe('north');
});

test.each(['soon', '', '0', '-1', '8,'])('"%s" is not a list of numbers above zero', (clients) => {
  expect(() => optionValues(scenario, { clients }).numbers('clients')).toThrow(/above zero/);
});

test('an unknown name is rejected, and the error lists the known ones', () => {
  const options = optionValues(scenario, { coast: 'nord' });
  expect(() => options.oneOf('coast', ['north', 'south'])).toThrow(
    '--coast must be north or south.',
  );
});

test('an option of another scenario is rejected', () => {
  expect(() => optionValues(scenario, { orders: '5' })).toThrow('tides has no --orders');
});

test('the help of a scenario lists its options with their meanings and defaults', () => {
  expect(helpOf(scenario)).toBe(`  tides: how high the water is
    --seconds N         how long (10)
    --clients LIST      how many (8,32)
    --coast NAME        where, north or south (north)`);
});
