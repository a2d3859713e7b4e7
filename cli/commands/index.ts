import type { CommandGroup } from '../program/program';
import { accountsCommand } from './accounts';
import { auditCommand } from './audit';
import { backupCommand } from './backup';
import { benchCommand } from './bench';
import { certificatesCommand } from './certificates';
import { chaosCommand } from './chaos';
import { configCommand } from './config';
import { demoCommand } from './demo';
import { demoDataCommand } from './demo-data';
import { drillCommand } from './drill';
import { flagsCommand } from './flags';
import { fraudCommand } from './fraud';
import { gatewayCommand } from './gateway';
import { importCommand } from './import';
import { keysCommand } from './keys';
import { migrateCommand } from './migrate';
import { persistedOperationsCommand } from './persisted-operations';
import { probeCommand } from './probe';
import { reconcileCommand } from './reconcile';
import { regionCommand } from './region';
import { releaseCommand } from './release';
import { replayCommand } from './replay';
import { restartCommand } from './restart';
import { restoreCommand } from './restore';
import { rolesCommand } from './roles';
import { secondFactorCommand } from './second-factor';
import { securityCommand } from './security';
import { setupCommand } from './setup';
import { shardCommand } from './shard';
import { startCommand } from './start';
import { statusCommand } from './status';
import { stopCommand } from './stop';
import { tokenCommand } from './token';
import { verifyCommand } from './verify';

/** Every command of the program, in the order of its list. Add a new one here. */
export function commandGroups(): readonly CommandGroup[] {
  return [
    {
      title: 'Run the shop:',
      commands: [setupCommand(), startCommand(), stopCommand(), restartCommand(), statusCommand()],
    },
    {
      title: 'Operate it:',
      commands: [
        configCommand(),
        flagsCommand(),
        migrateCommand(),
        releaseCommand(),
        probeCommand(),
        verifyCommand(),
        auditCommand(),
        backupCommand(),
        restoreCommand(),
        reconcileCommand(),
        regionCommand(),
        shardCommand(),
        keysCommand(),
        rolesCommand(),
        accountsCommand(),
        secondFactorCommand(),
        fraudCommand(),
        persistedOperationsCommand(),
      ],
    },
    { title: 'Bring data in:', commands: [importCommand(), replayCommand()] },
    {
      title: 'Deploy and secure:',
      commands: [certificatesCommand(), securityCommand(), demoDataCommand()],
    },
    {
      title: 'Develop and measure:',
      commands: [
        tokenCommand(),
        demoCommand(),
        gatewayCommand(),
        benchCommand(),
        chaosCommand(),
        drillCommand(),
      ],
    },
  ];
}
