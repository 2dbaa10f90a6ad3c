import { testProcesses } from './processes-contract.ts';

testProcesses('node').run();
