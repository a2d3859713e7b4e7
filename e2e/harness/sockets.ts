import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** The kernel's list of connections (proc_net(5)); only on Linux. */
export const socketsAreVisible = existsSync('/proc/net/tcp');

export interface SeenSocket {
  readonly protocol: string;
  /** The kernel's format: hexadecimal, each word in the machine's byte order. */
  readonly remoteAddress: string;
  readonly localPort: number;
  readonly remotePort: number;
  readonly isListening: boolean;
}

const protocols = ['tcp', 'tcp6', 'udp', 'udp6'];
const listening = '0A';
const hexadecimal = 16;
const parentField = 1;

/** 127.0.0.0/8, also as IPv4-mapped IPv6, and ::1. */
const loopback = /^(?:[0-9A-F]{6}7F|0{16}FFFF0000[0-9A-F]{6}7F|00000000000000000000000001000000)$/;

export const isLoopback = ({ remoteAddress }: SeenSocket): boolean => loopback.test(remoteAddress);

/** Whether a socket has a remote address; without one it is listening, or open and unused. */
export const isConnected = ({ remoteAddress }: SeenSocket): boolean => !/^0+$/.test(remoteAddress);

function parents(): Map<number, number> {
  const found = new Map<number, number>();
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      found.set(Number(name), Number(fields[parentField]));
    } catch {
      // The process has exited since the folder was listed.
    }
  }
  return found;
}

function treeOf(root: number): number[] {
  const parentOf = parents();
  const descends = (pid: number): boolean => {
    if (pid === root) return true;
    const parent = parentOf.get(pid);
    return parent !== undefined && parent > 1 && descends(parent);
  };
  return [...parentOf.keys()].filter(descends);
}

function inodesOf(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
      try {
        return /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`))?.[1] ?? [];
      } catch {
        return [];
      }
    });
  } catch {
    // It has exited, or belongs to another account, like PostgreSQL if the tests run as root.
    return [];
  }
}

/** The current sockets of a process and its descendants. */
export function socketsOf(root: number): SeenSocket[] {
  const inodes = new Set(treeOf(root).flatMap(inodesOf));
  return protocols.flatMap((protocol) => {
    const file = `/proc/net/${protocol}`;
    if (!existsSync(file)) return [];
    const lines = readFileSync(file, 'utf8').trim().split('\n').slice(1);
    return lines.flatMap((line) => {
      const [, local = '', remote = '', state, , , , , , inode = ''] = line.trim().split(/\s+/);
      if (!inodes.has(inode)) return [];
      const portOf = (end: string) => Number.parseInt(end.split(':')[1] ?? '', hexadecimal);
      return {
        protocol,
        remoteAddress: remote.split(':')[0] ?? '',
        localPort: portOf(local),
        remotePort: portOf(remote),
        isListening: state === listening,
      };
    });
  });
}
