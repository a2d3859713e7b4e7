/** A host as URLs write it: an IPv6 address has brackets. */
export const urlHost = (host: string): string => (host.includes(':') ? `[${host}]` : host);

/** The host of a URL as sockets take it: an IPv6 address has no brackets. */
export const socketHost = ({ hostname }: URL): string => hostname.replace(/^\[(.*)\]$/, '$1');
