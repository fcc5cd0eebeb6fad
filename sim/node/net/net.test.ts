import { fileURLToPath } from 'node:url';
import { contract } from '../testing/contract.ts';
import { cases as endings } from './testing/endings.contract.ts';
import { cases as streams } from './testing/streams.contract.ts';

const path = (name: string): string =>
  fileURLToPath(new URL(`./testing/${name}.contract.ts`, import.meta.url));

contract('net: streams', path('streams'), streams);
contract('net: endings', path('endings'), endings);
