export type CopyState = "matched" | "known" | "doubtful" | "unmatched";
