import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { describe, expect, it } from 'vitest';
import { folderForFile } from '../../../platform/testing/temporary-folder';
import { uuidV7 } from '../../../platform/values/uuid';
import { fraudFeatures } from '../domain/fraud-features';
import { type FraudModel, modelName } from '../domain/fraud-model';
import { quietFraudRules } from '../domain/testing/quiet-fraud-rules';
import { ordersMetrics } from '../metrics';
import { openFraudAssessor } from './fraud-assessor';
import { modelFile } from './fraud-model-file';

const folder = folderForFile();
const logger = pino({ level: 'silent' });

/** Every order scores 0.982. */
const model: FraudModel = {
  format: 1,
  trainedAt: '2026-11-29T12:00:00.000Z',
  features: fraudFeatures.map(({ name }) => name),
  medians: {},
  offset: 0,
  baseline: Array(10).fill(0.1),
  trainedOn: {},
  trees: [{ feature: [-1], split: [0], below: [0], above: [0], value: [4] }],
};
const pattern = { placed: 0, lastHour: 0, lastDay: 0, meanMinor: null, lines: 1, units: 1 };
const facts = {
  ordersLastHour: 1,
  declinedLastDay: 0,
  accepted: 0,
  largestMinor: null,
  toCountry: 0,
};
const order = {
  customerId: '018f3a3e-5b7c-7d1a-9e4f-3c2b1a0d9e8f',
  currency: 'EUR',
  totalMinor: 1n,
  placedAt: new Date(),
  risk: { facts: { ...facts, pattern } },
};
const rules = quietFraudRules;

function opened(content: string | null, now = () => 0) {
  const modelPath = path.join(folder, `${uuidV7()}.json`);
  if (content !== null) writeFileSync(modelPath, content);
  const metrics = ordersMetrics(new Registry());
  const assessor = openFraudAssessor({ modelFile: modelPath, metrics, logger, now });
  const failures = async () =>
    Object.fromEntries(
      (await metrics.fraudModel.failures.get()).values
        .filter(({ value }) => value > 0)
        .map(({ labels, value }) => [labels.reason, value]),
    );
  return { assessor, failures, metrics };
}

describe('a model', () => {
  it('in shadow scores an order, and changes nothing', async () => {
    const { assessor, failures } = opened(modelFile(model));
    const { assessment, shadow } = assessor.assess(order, false, rules, false);
    expect(assessor.hasModel).toBe(true);
    expect(assessment).toMatchObject({ score: 0, reasons: [] });
    expect(shadow).toEqual({ score: expect.closeTo(0.982, 3), assessor: modelName(model) });
    expect(await failures()).toEqual({});
  });

  it('that is joined gives the score', () => {
    const { assessor } = opened(modelFile(model));
    const risk = assessor.assess(order, false, rules, true);
    expect(risk.assessment).toMatchObject({ score: 0.982, assessor: modelName(model) });
    expect(risk.shadow).toBeUndefined();
  });

  it('that scores as in no training is seen as drift', async () => {
    const { assessor, metrics } = opened(modelFile(model));
    for (let count = 0; count < 200; count += 1) assessor.assess(order, false, rules, false);
    expect((await metrics.fraudModel.drift.get()).values[0]?.value).toBeGreaterThan(0.25);
  });
});

describe('the rules decide, and it is counted, if a model', () => {
  it.each([
    ['has no file', null],
    ['is damaged', modelFile(model).slice(0, -20)],
    ['has another checksum', modelFile(model).replace('"value":[4]', '"value":[5]')],
  ])('%s', async (_what, content) => {
    const { assessor, failures } = opened(content);
    expect(assessor.hasModel).toBe(false);
    expect(assessor.assess(order, false, rules, true).assessment.score).toBe(0);
    expect(await failures()).toEqual({ unreadable: 1 });
  });

  it('takes more than 5 ms', async () => {
    let clock = 0;
    const { assessor, failures } = opened(modelFile(model), () => {
      clock += 5.1;
      return clock;
    });
    expect(assessor.assess(order, false, rules, true).assessment.score).toBe(0);
    expect(await failures()).toEqual({ slow: 1 });
  });

  it('has no facts, because a previous version placed the order', async () => {
    const { assessor, failures } = opened(modelFile(model));
    for (const risk of [null, { facts }]) {
      expect(assessor.assess({ ...order, risk }, false, rules, true).assessment.score).toBe(0);
    }
    expect(await failures()).toEqual({ no_facts: 2 });
  });
});
