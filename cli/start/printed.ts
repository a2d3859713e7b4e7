import type { JsonOption } from '../program/new-command';
import { printResult } from '../program/results';
import { type BannerFacts, banner } from './banner';

/** Prints that the shop accepts requests, and where. */
export function printStarted(options: JsonOption, facts: BannerFacts): void {
  const { addresses, gatewayAdminPorts } = facts;
  const { gateway, sandbox } = addresses;
  const startedInMs = Math.round(facts.startedInMs);
  printResult(options, { gateway, sandbox, gatewayAdminPorts, startedInMs }, banner(facts));
}
