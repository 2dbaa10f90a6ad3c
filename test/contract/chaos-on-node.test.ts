import { chaosContract } from '../chaos/chaos-contract.ts';

chaosContract('node').run();
