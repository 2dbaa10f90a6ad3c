import { createMemoryStore } from '../../worker/prices/stores/memory.ts';
import { priceStoreContract } from './price-store-contract.ts';

priceStoreContract('memory store', async () => ({
  store: createMemoryStore(),
  dispose: () => undefined,
})).run();
