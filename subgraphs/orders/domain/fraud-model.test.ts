import { describe, expect, it } from 'vitest';
import { uuidV7 } from '../../../platform/values/uuid';
import { type AssessedOrder, assessRisk } from './fraud';
import { joined, modelName, scoreByModel } from './fraud-model';
import { quietFraudRules } from './testing/quiet-fraud-rules';
import { model } from './testing/small-fraud-model';

const order = (lastHour: number, declinedLastDay = 0): AssessedOrder => ({
  customerId: uuidV7(),
  currency: 'EUR',
  totalMinor: 5_000n,
  placedAt: new Date(),
  risk: {
    facts: {
      ordersLastHour: 1,
      declinedLastDay,
      accepted: 0,
      largestMinor: null,
      toCountry: 0,
      pattern: {
        placed: lastHour,
        lastHour,
        lastDay: lastHour,
        meanMinor: null,
        lines: 1,
        units: 1,
      },
    },
  },
});
const rules = { ...quietFraudRules, declinedPerDay: 3 };

describe('the score of a model', () => {
  it('is 0.5 at its offset', () => {
    expect(scoreByModel(order(0), model)?.score).toBeCloseTo(1 / (1 + Math.exp(5)), 10);
    expect(scoreByModel(order(5), model)?.score).toBeCloseTo(1 / (1 + Math.exp(-1)), 10);
  });

  it('has the features that raised it as reasons', () => {
    expect(scoreByModel(order(0), model)?.parts).toEqual([]);
    expect(scoreByModel(order(5, 2), model)?.parts).toEqual([
      expect.objectContaining({ code: 'model_declined', points: 1 }),
      expect.objectContaining({ code: 'model_last_hour', points: 3 }),
    ]);
  });

  it('is missing for an order that a version without a model placed', () => {
    const { risk, ...rest } = order(0);
    const { pattern, ...facts } = risk?.facts ?? {};
    expect(pattern).toBeDefined();
    expect(scoreByModel({ ...rest, risk: { facts: facts as never } }, model)).toBeNull();
    expect(scoreByModel({ ...rest, risk: null }, model)).toBeNull();
  });

  it('joins that of the rules where it is higher', () => {
    const suspicious = order(5, 2);
    const byRules = assessRisk(suspicious, false, rules);
    const scored = scoreByModel(suspicious, model);
    if (scored === null) throw new Error('The order has no score.');
    const { assessment, facts } = joined(byRules, scored, modelName(model));
    expect(facts).toBe(byRules.facts);
    expect(assessment).toMatchObject({
      score: 0.8808,
      assessor: modelName(model),
      reasons: [
        { code: 'model_last_hour', weight: 0.75 },
        { code: 'model_declined', weight: 0.25 },
      ],
    });
    const warned = assessRisk(suspicious, true, rules);
    expect(joined(warned, scored, 'm')).toBe(warned);
  });
});
