/** Where an instance of a service listens. */
export interface InstanceAddress {
  /** A host name or an IP address, without brackets. */
  readonly host: string;
  readonly port: number;
}

/** Knows the instances of a service. */
export interface InstanceSource {
  /**
   * Calls `onChange` with all instances, and again when they change. An empty list is never
   * reported: it would mean a failure of the source more often than a service without instances.
   * @returns how to stop following.
   */
  follow(onChange: (addresses: readonly InstanceAddress[]) => void): () => void;
}

export const instanceName = ({ host, port }: InstanceAddress): string =>
  host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;

export function addressOfUrl(url: string): InstanceAddress {
  const { protocol, hostname, port } = new URL(url);
  const ordinaryPort = protocol === 'https:' ? 443 : 80;
  return { host: hostname.replace(/^\[(.*)\]$/, '$1'), port: Number(port || ordinaryPort) };
}

/** The instances at these URLs, which never change. */
export function listedInstances(urls: readonly string[]): InstanceSource {
  return {
    follow: (onChange) => {
      onChange(urls.map(addressOfUrl));
      return () => undefined;
    },
  };
}
