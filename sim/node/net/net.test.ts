import { fileURLToPath } from 'node:url';
import { contract } from '../testing/contract.ts';
import { cases } from './net.contract.ts';

contract('net', fileURLToPath(new URL('./net.contract.ts', import.meta.url)), cases);
