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

/** @returns false for 404. @throws Error for any other refusal. */
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
  throw new Error(`Consul answered ${answer.status}: ${text.slice(0, 200)}`);
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
    if (!(await callAgent(this.instance, call))) throw new Error(`${url} is no Consul agent.`);
  }

  /**
   * Registers again whenever the agent does not know the instance: it was not ready for ten minutes,
   * or the agent has lost its state.
   */
  keep(): void {
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
        logger.warn({ service }, 'Consul had forgotten this instance, registered again');
      }
      this.hasFailed = false;
    } catch (error) {
      if (!this.hasFailed) logger.warn({ err: error, service }, 'Consul does not answer');
      this.hasFailed = true;
    }
  }
}

/**
 * Registers an instance with the Consul agent of this machine, with a check of its `/ready`, and
 * keeps it registered.
 * @returns how to deregister it.
 * @throws Error if the agent does not accept it.
 */
export async function registerInConsul(instance: RegisteredInstance): Promise<() => Promise<void>> {
  const registration = new ConsulRegistration(instance);
  await registration.register('passing');
  registration.keep();
  return () => registration.withdraw();
}
