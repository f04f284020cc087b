export type Standing = "new" | "new_twin" | "known";
