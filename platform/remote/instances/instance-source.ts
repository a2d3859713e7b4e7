import { socketHost, urlHost } from '../../net/url-host';

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

export const instanceName = ({ host, port }: InstanceAddress): string => `${urlHost(host)}:${port}`;

export function addressOfUrl(url: string): InstanceAddress {
  const parsed = new URL(url);
  const ordinaryPort = parsed.protocol === 'https:' ? 443 : 80;
  return { host: socketHost(parsed), port: Number(parsed.port || ordinaryPort) };
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
