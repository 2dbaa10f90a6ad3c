import { join } from 'node:path';
import { createSqliteStore } from '../../worker/prices/stores/sqlite.ts';
import { temporaryFolder } from '../support/folder.ts';
import { priceStoreContract } from './price-store-contract.ts';

priceStoreContract('sqlite store', async () => {
  const folder = temporaryFolder();
  const store = await createSqliteStore({ path: join(folder.path, 'deep', 'prices.db') });
  return {
    store,
    dispose: () => {
      store.close();
      folder.remove();
    },
  };
}).run();
