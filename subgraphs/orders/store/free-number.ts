import { DatabaseError } from 'pg';

const uniqueViolation = '23505';
const numbersTriedMax = 5;

const isNumberTaken = (error: unknown): boolean =>
  error instanceof DatabaseError &&
  error.code === uniqueViolation &&
  error.constraint === 'orders_number_key';

/** Inserts orders with random numbers, and again with others while one of them is taken. */
export async function withFreeNumber<Result>(insert: () => Promise<Result>): Promise<Result> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await insert();
    } catch (error) {
      if (!isNumberTaken(error) || tries === numbersTriedMax) throw error;
    }
  }
}
