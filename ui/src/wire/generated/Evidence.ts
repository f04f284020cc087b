import type { EvidenceCode } from "./EvidenceCode";
import type { Example } from "./Example";
export type Evidence = { code: EvidenceCode, count: number, examples: Array<Example>, };
