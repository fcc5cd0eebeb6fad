import { fileURLToPath } from 'node:url';
import { contract } from '../testing/contract.ts';
import { cases as directories } from './testing/directories.contract.ts';
import { cases as files } from './testing/files.contract.ts';
import { cases as handlesAndStreams } from './testing/handles-and-streams.contract.ts';

const path = (name: string): string =>
  fileURLToPath(new URL(`./testing/${name}.contract.ts`, import.meta.url));

contract('fs: files', path('files'), files);
contract('fs: directories', path('directories'), directories);
contract('fs: handles-and-streams', path('handles-and-streams'), handlesAndStreams);
