import type { InstanceAddress, InstanceSource } from '../instances/instance-source';

/** A source whose instances a test changes. */
export class TestSource implements InstanceSource {
  private readonly listeners = new Set<(addresses: readonly InstanceAddress[]) => void>();
  constructor(private addresses: readonly InstanceAddress[]) {}

  follow(onChange: (addresses: readonly InstanceAddress[]) => void) {
    this.listeners.add(onChange);
    onChange(this.addresses);
    return () => void this.listeners.delete(onChange);
  }

  set(addresses: readonly InstanceAddress[]): void {
    this.addresses = addresses;
    for (const listener of this.listeners) listener(addresses);
  }
}
