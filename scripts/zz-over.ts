import { vsr } from '../sim/systems/vsr.ts';
import { drawScenario } from '../sim/scenario/swarm.ts';
import { simulate } from '../sim/run.ts';
import { vsrReconfiguration } from '../sim/mutants/catalogue/vsr-reconfiguration.ts';
const [a,b]=process.argv.slice(2).map(Number);
for (const id of ['R01','R03']) {
const over=vsrReconfiguration.find(m=>m.id===id)?.scenario as any;
let n=0;
for(let s=a!;s<=b!;s++){ const sc:any=drawScenario(String(s),vsr); for(const [k,v] of Object.entries(over)) sc[k]=typeof v==='object'&&!Array.isArray(v)?{...sc[k],...v as object}:v;
 const r=simulate(vsr,sc); n++; if(r.verdict!=='pass') console.log(id,s,r.verdict,r.breach?.fingerprint??r.reason?.slice(0,200)); }
console.log(id,n);
}
