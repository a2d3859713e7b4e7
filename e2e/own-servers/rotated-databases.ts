import { Client as Connection } from 'pg';
import { subgraphNames } from '../../config/subgraphs';

/** Databases of a role whose password the test may change, on the server of the test. */
export class RotatedDatabases {
  private readonly role = 'shop';
  private readonly server: Connection;

  constructor(private readonly serverUrl: string) {
    this.server = new Connection({ connectionString: serverUrl });
  }

  async create(password: string): Promise<void> {
    await this.server.connect();
    await this.server.query(`CREATE ROLE ${this.role} LOGIN PASSWORD '${password}'`);
    for (const room of subgraphNames) {
      await this.server.query(`CREATE DATABASE ${this.role}_${room} OWNER ${this.role}`);
    }
  }

  /** Names all but the password, which comes from a file. */
  settings(passwordFile: string): Record<string, string> {
    const { hostname, port } = new URL(this.serverUrl);
    const entries = subgraphNames.flatMap((room) => {
      const prefix = `ORDERPROCESSING_DATABASE_${room.toUpperCase()}`;
      return [
        [`${prefix}_HOST`, hostname],
        [`${prefix}_PORT`, port],
        [`${prefix}_USER`, this.role],
        [`${prefix}_NAME`, `${this.role}_${room}`],
        [`${prefix}_PASSWORD_FILE`, passwordFile],
      ];
    });
    return Object.fromEntries(entries);
  }

  async changePassword(password: string): Promise<void> {
    await this.server.query(`ALTER ROLE ${this.role} PASSWORD '${password}'`);
  }

  /** How many connections were opened since, and so with the new password. */
  async connectionsSince(instant: Date): Promise<number> {
    const { rows } = await this.server.query<{ opened: string }>(
      `SELECT count(*) AS opened FROM pg_stat_activity WHERE usename = $1 AND backend_start > $2`,
      [this.role, instant],
    );
    return Number(rows[0]?.opened);
  }

  async now(): Promise<Date> {
    const { rows } = await this.server.query<{ now: Date }>('SELECT clock_timestamp() AS now');
    return rows[0]?.now ?? new Date();
  }

  /** They go with the server. */
  close(): Promise<void> {
    return this.server.end();
  }
}
