import type { Evidence } from "./Evidence";
import type { Example } from "./Example";
import type { Question } from "./Question";
export type Ambiguity = { question: Question, count: number, examples: Array<Example>, contradiction: Array<Evidence>, };
