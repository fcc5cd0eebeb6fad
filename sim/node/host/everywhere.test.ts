import { fileURLToPath } from 'node:url';
import { contract } from '../testing/contract.ts';
import { cases } from './everywhere.contract.ts';

contract('every version of Node', fileURLToPath(new URL('./everywhere.contract.ts', import.meta.url)), cases);
