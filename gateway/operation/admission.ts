import type { Registry } from 'prom-client';
import {
  type AdmissionTicket,
  PriorityAdmission,
  type PriorityTerms,
} from '../../platform/resilience/priority-admission';
import { counterIn, gaugeIn } from '../../platform/telemetry/instruments';
import type { Exchange } from '../http/exchange';
import {
  type AdmissionSettings,
  admissionWaitShareMax,
  answerExpectedMs,
  changesBurstMax,
  changesStandingWaitMs,
  readsBurstMax,
  readsStandingWaitMs,
  reportsBurstMax,
  reportsStandingWaitMs,
} from '../limits';
import type { OperationMeasure } from './cost';
import { reportFields } from './field-rules';
import { isSessionOperation } from './session-operations';

/** Orders and other changes are served before reads, and reads before reports. */
export type OperationPriority = 'changes' | 'reads' | 'reports';

const objectiveMs = answerExpectedMs;
const priorities: Readonly<Record<OperationPriority, PriorityTerms>> = {
  changes: {
    share: 0.8,
    objectiveMs,
    burstMax: changesBurstMax,
    standingWaitMs: changesStandingWaitMs,
  },
  reads: { share: 0.6, objectiveMs, burstMax: readsBurstMax, standingWaitMs: readsStandingWaitMs },
  reports: {
    share: 0.05,
    objectiveMs,
    burstMax: reportsBurstMax,
    standingWaitMs: reportsStandingWaitMs,
  },
};

/** @returns null for operations about a session: the hashing of passwords has a queue of its own. */
export function priorityOf(found: OperationMeasure): OperationPriority | null {
  if (found.mutations > 0) return isSessionOperation(found) ? null : 'changes';
  for (const name of found.rootFields.values()) if (reportFields.has(name)) return 'reports';
  return 'reads';
}

/**
 * @returns how to wait for the turn of an operation; null if it has come. It ends with
 * `exchange.ticket.release`.
 */
export function operationAdmission(limits: AdmissionSettings, registry: Registry) {
  const refusals = counterIn(registry, {
    name: 'gateway_admission_refusals_total',
    help: 'Operations refused because of overload, by priority and reason.',
    labelNames: ['priority', 'reason'],
  });
  const queue = new PriorityAdmission<OperationPriority>({
    priorities,
    limits: limits.overload,
    waitMaxMs: () => limits.operation.deadlineMs * admissionWaitShareMax,
    onRefused: (priority, reason) => refusals.inc({ priority, reason }),
  });
  const names = Object.keys(priorities) as OperationPriority[];
  const gauge = (name: string, help: string, countOf: (priority: OperationPriority) => number) =>
    gaugeIn(registry, {
      name,
      help,
      labelNames: ['priority'],
      collect() {
        for (const priority of names) this.set({ priority }, countOf(priority));
      },
    });
  gauge('gateway_admission_waiting', 'Operations that wait for their turn, by priority.', (name) =>
    queue.waitingOf(name),
  );
  gauge('gateway_admission_running', 'Operations that are executed, by priority.', (name) =>
    queue.runningOf(name),
  );

  const wait = async (turn: Promise<AdmissionTicket>, exchange: Exchange): Promise<void> => {
    try {
      exchange.ticket = await turn;
    } catch (error) {
      exchange.counted = true;
      throw error;
    }
  };

  /** @throws SERVICE_UNAVAILABLE if its turn would not come in time. It is not counted then. */
  return (found: OperationMeasure, exchange: Exchange): Promise<void> | null => {
    const priority = priorityOf(found);
    if (priority === null) return null;
    try {
      const ticket = queue.enter(priority, exchange.signal);
      if (ticket instanceof Promise) return wait(ticket, exchange);
      exchange.ticket = ticket;
      return null;
    } catch (error) {
      exchange.counted = true;
      throw error;
    }
  };
}
