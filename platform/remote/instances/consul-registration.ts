import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from '../../telemetry/logger';
import { type ConsulAgent, consulHeaders } from './consul-instances';
import { instanceName } from './instance-source';

export interface RegisteredInstance extends ConsulAgent {
  readonly service: string;
  /** The network address at which other processes reach it. */
  readonly host: string;
  readonly port: number;
  /** The port of its `/ready`, which Consul asks. */
  readonly adminPort: number;
  readonly logger: Logger;
  /** How often it asks whether the agent still knows it. Default: 10 s. */
  readonly askEveryMs?: number;
}

const answerDeadlineMs = 5_000;
const usuallyAskEveryMs = 10_000;

interface AgentCall {
  readonly method: 'GET' | 'PUT';
  /** The rest of the path, behind `/v1/agent/service/`. */
  readonly path: string;
  readonly body?: object;
}

/** The agent has answered, and does not accept the call: its token lacks a right, for example. */
class RefusedByConsulError extends Error {}

const firstServerError = 500;

/** @returns false for 404. @throws RefusedByConsulError for another refusal, Error without one. */
async function callAgent(agent: ConsulAgent, { method, path, body }: AgentCall): Promise<boolean> {
  const answer = await fetch(`${agent.url}/v1/agent/service/${path}`, {
    method,
    headers: { ...consulHeaders(agent), 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(answerDeadlineMs),
  });
  const text = await answer.text();
  if (answer.ok) return true;
  if (answer.status === 404) return false;
  const message = `Consul answered ${answer.status}: ${text.slice(0, 200)}`;
  throw answer.status < firstServerError ? new RefusedByConsulError(message) : new Error(message);
}

/** An instance at the Consul agent of this machine. */
class ConsulRegistration {
  private readonly id: string;
  private readonly withdrawn = new AbortController();
  private keeping: Promise<void> = Promise.resolve();
  private hasFailed = false;

  constructor(private readonly instance: RegisteredInstance) {
    const { service, host, port } = instance;
    // A process that takes the place of another has its ports.
    this.id = `${service}-${host}-${port}-${process.pid}`;
  }

  async register(status: 'passing' | 'critical'): Promise<void> {
    const { service, host, port, adminPort, url } = this.instance;
    const body = {
      ID: this.id,
      Name: service,
      Address: host,
      Port: port,
      Check: {
        HTTP: `http://${instanceName({ host, port: adminPort })}/ready`,
        Interval: '2s',
        Timeout: '3s',
        Status: status,
        DeregisterCriticalServiceAfter: '10m',
      },
    };
    const call = { method: 'PUT', path: 'register', body } as const;
    if (await callAgent(this.instance, call)) return;
    throw new RefusedByConsulError(`${url} is no Consul agent.`);
  }

  /**
   * An agent that is down does not keep the process from starting: others may know it from before.
   * @throws RefusedByConsulError
   */
  async begin(): Promise<void> {
    await this.register('passing').catch((error: unknown) => {
      if (error instanceof RefusedByConsulError) throw error;
      this.reportFailure(error);
    });
    this.keep();
  }

  /**
   * Registers again whenever the agent does not know the instance: it was not ready for ten minutes,
   * or the agent has lost its state.
   */
  private keep(): void {
    this.keeping = this.askUntilWithdrawn();
  }

  async withdraw(): Promise<void> {
    this.withdrawn.abort();
    await this.keeping;
    const path = `deregister/${encodeURIComponent(this.id)}`;
    await callAgent(this.instance, { method: 'PUT', path });
  }

  private async askUntilWithdrawn(): Promise<void> {
    const { signal } = this.withdrawn;
    const { askEveryMs = usuallyAskEveryMs } = this.instance;
    while (!signal.aborted) {
      // It rejects when the instance is withdrawn.
      await pause(askEveryMs, undefined, { ref: false, signal }).catch(() => undefined);
      if (!signal.aborted) await this.ask();
    }
  }

  private async ask(): Promise<void> {
    const { logger, service } = this.instance;
    try {
      const path = encodeURIComponent(this.id);
      if (!(await callAgent(this.instance, { method: 'GET', path }))) {
        // The check says within two seconds whether it is ready.
        await this.register('critical');
        logger.warn({ service }, 'Consul did not know this instance, registered again');
      }
      this.hasFailed = false;
    } catch (error) {
      this.reportFailure(error);
    }
  }

  private reportFailure(error: unknown): void {
    const { logger, service } = this.instance;
    if (!this.hasFailed) logger.warn({ err: error, service }, 'Consul does not answer');
    this.hasFailed = true;
  }
}

/**
 * Registers an instance with the Consul agent of this machine, with a check of its `/ready`, and
 * keeps it registered. If the agent does not answer, it is registered once the agent does.
 * @returns how to deregister it.
 * @throws Error if the agent does not accept it.
 */
export async function registerInConsul(instance: RegisteredInstance): Promise<() => Promise<void>> {
  const registration = new ConsulRegistration(instance);
  await registration.begin();
  return () => registration.withdraw();
}
