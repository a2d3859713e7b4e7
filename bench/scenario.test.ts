import { expect, test } from 'vitest';
import { givenTo, helpOf, type Scenario } from './scenario';

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

test('what was not given is the fallback', () => {
  const given = givenTo(scenario, { seconds: '3', clients: undefined });
  expect(given.number('seconds')).toBe(3);
  expect(given.numbers('clients')).toEqual([8, 32]);
  expect(given.oneOf('coast', ['north', 'south'])).toBe('north');
});

test.each(['soon', '', '0', '-1', '8,'])('"%s" is no list of numbers above zero', (clients) => {
  expect(() => givenTo(scenario, { clients }).numbers('clients')).toThrow(/above zero/);
});

test('a name that is none of those is refused, and they are told', () => {
  const given = givenTo(scenario, { coast: 'nord' });
  expect(() => given.oneOf('coast', ['north', 'south'])).toThrow('--coast is north or south.');
});

test('an option of another scenario is refused', () => {
  expect(() => givenTo(scenario, { orders: '5' })).toThrow('tides has no --orders');
});

test('the help of a scenario names its options, what they mean and what they are without', () => {
  expect(helpOf(scenario)).toBe(`  tides: how high the water is
    --seconds N         how long; 10 when left out
    --clients LIST      how many; 8,32 when left out
    --coast NAME        where, north or south; north when left out`);
});
