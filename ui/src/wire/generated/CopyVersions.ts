import type { CopyVersion } from "./CopyVersion";
export type CopyVersions = { versions: Array<CopyVersion>, };
