import { type ConsulAgent, consulHeaders } from './consul-instances';
import { instanceName } from './instance-source';

export interface RegisteredInstance extends ConsulAgent {
  readonly service: string;
  /** The network address at which other processes reach it. */
  readonly host: string;
  readonly port: number;
  /** The port of its `/ready`, which Consul asks. */
  readonly adminPort: number;
}

const answerDeadlineMs = 5_000;

async function put(agent: ConsulAgent, path: string, body?: object): Promise<void> {
  const answer = await fetch(`${agent.url}/v1/agent/service/${path}`, {
    method: 'PUT',
    headers: { ...consulHeaders(agent), 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(answerDeadlineMs),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`Consul answered ${answer.status}: ${text.slice(0, 200)}`);
}

/**
 * Registers an instance with the Consul agent of this machine, with a check of its `/ready`.
 * @returns how to deregister it.
 * @throws Error if the agent does not accept it.
 */
export async function registerInConsul(instance: RegisteredInstance): Promise<() => Promise<void>> {
  const { service, host, port, adminPort } = instance;
  // A process that takes the place of another has its ports.
  const id = `${service}-${host}-${port}-${process.pid}`;
  await put(instance, 'register', {
    ID: id,
    Name: service,
    Address: host,
    Port: port,
    Check: {
      HTTP: `http://${instanceName({ host, port: adminPort })}/ready`,
      Interval: '2s',
      Timeout: '3s',
      Status: 'passing',
      DeregisterCriticalServiceAfter: '10m',
    },
  });
  return () => put(instance, `deregister/${encodeURIComponent(id)}`);
}
