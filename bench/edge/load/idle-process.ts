import process from 'node:process';
import { LeanConnection } from './lean-client.ts';

/** How many are opened at a time: a listener's backlog is finite. */
const batch = 100;

/** Opens connections that each ask once and stay. @returns how many are open and were answered */
async function open({ port, count }: { port: number; count: number }): Promise<number> {
  let answered = 0;
  for (let opened = 0; opened < count; opened += batch) {
    const statuses = Array.from({ length: Math.min(batch, count - opened) }, () => {
      const connection = new LeanConnection(port);
      return new Promise<number>((resolve) => connection.get('/small', resolve));
    });
    answered += (await Promise.all(statuses)).filter((status) => status === 200).length;
  }
  return answered;
}

process.on('message', async (plan: { port: number; count: number }) => {
  process.send?.(await open(plan));
});
// Ends with the process that started it, however that one ends.
process.on('disconnect', () => process.exit(0));
