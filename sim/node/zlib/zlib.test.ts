import { fileURLToPath } from 'node:url';
import { contract } from '../testing/contract.ts';
import { cases } from './zlib.contract.ts';

contract('zlib', fileURLToPath(new URL('./zlib.contract.ts', import.meta.url)), cases);
