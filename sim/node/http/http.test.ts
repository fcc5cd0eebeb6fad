import { fileURLToPath } from 'node:url';
import { contract } from '../testing/contract.ts';
import { cases as connections } from './testing/connections.contract.ts';
import { cases as requests } from './testing/requests.contract.ts';

const path = (name: string): string =>
  fileURLToPath(new URL(`./testing/${name}.contract.ts`, import.meta.url));

contract('http: requests', path('requests'), requests);
contract('http: connections', path('connections'), connections);
