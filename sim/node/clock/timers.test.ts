import { fileURLToPath } from 'node:url';
import { contract } from '../testing/contract.ts';
import { cases } from './timers.contract.ts';

contract('time', fileURLToPath(new URL('./timers.contract.ts', import.meta.url)), cases);
