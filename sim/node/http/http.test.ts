import { fileURLToPath } from 'node:url';
import { contract } from '../testing/contract.ts';
import { cases } from './http.contract.ts';

contract('http', fileURLToPath(new URL('./http.contract.ts', import.meta.url)), cases);
