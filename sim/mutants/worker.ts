import { systems } from '../systems/index.ts';
import { answerTasks } from './answer-tasks.ts';

// The program that is mutated and runs in threads: everything of a run, and nothing else.
answerTasks(systems);
