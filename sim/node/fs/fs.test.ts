import { fileURLToPath } from 'node:url';
import { contract } from '../testing/contract.ts';
import { cases } from './fs.contract.ts';

contract('fs', fileURLToPath(new URL('./fs.contract.ts', import.meta.url)), cases);
