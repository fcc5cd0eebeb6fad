import { simTest } from 'wavetank/vitest';
import abd from './abd.ts';

simTest('the register is atomic', abd, { seeds: 50 });
simTest('also with many clients in a hurry', abd, { seeds: 20, clients: 8, set: { thinkUs: 1 } });
