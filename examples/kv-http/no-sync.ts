import { defineCluster } from 'wavetank';
import { kvHttp } from './cluster.ts';

export default defineCluster(kvHttp('no-sync'));
