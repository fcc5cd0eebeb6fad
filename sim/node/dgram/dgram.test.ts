import { fileURLToPath } from 'node:url';
import { contract } from '../testing/contract.ts';
import { cases } from './dgram.contract.ts';

contract('dgram', fileURLToPath(new URL('./dgram.contract.ts', import.meta.url)), cases);
