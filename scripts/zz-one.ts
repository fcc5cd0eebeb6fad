import { vsr } from '../sim/systems/vsr.ts';
import { drawScenario } from '../sim/scenario/swarm.ts';
import { Simulation } from '../sim/run.ts';
import { vsrReconfiguration } from '../sim/mutants/catalogue/vsr-reconfiguration.ts';
const [id,s]=process.argv.slice(2);
const over=vsrReconfiguration.find(m=>m.id===id)?.scenario as any;
const sc:any=drawScenario(String(s),vsr); for(const [k,v] of Object.entries(over??{})) sc[k]=typeof v==='object'&&!Array.isArray(v)?{...sc[k],...v as object}:v;
const sim=Simulation.create(vsr,sc);
const r=sim.finish();
console.log(r.verdict,r.breach?.title,r.breach?.facts);
for(let i=0;i<sim.world.replicas;i++){const st:any=sim.world.replica(i as any); if(!st){console.log(i,'down');continue} const {self,status,epoch,config,view,logView,commit,commitMax,next,membership,acked,transfer,durable,fetch,recovery,inFlight,queued,timing}=st; console.log(JSON.stringify({self,status,epoch,config,view,logView,op:st.log.length,base:st.logBase,commit,commitMax,next,membership,acked,durable,goal:transfer.goal,nonce:transfer.nonce,fetch:fetch&&{...fetch,bytes:0},gen:st.generations,rec:{...recovery,log:0,answers:[...recovery.answers.keys()]},timing}))}
for(let i=sim.world.replicas;i<sim.world.processes;i++){const st:any=sim.world.client(i as any); console.log(i,JSON.stringify(st))}
console.log(JSON.stringify(sc.settings), sc.outsiders);
