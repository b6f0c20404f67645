export * from "./calls";
export * from "./display-name";
export * from "./errors";
export * from "./local-path";
export * from "./people";
export * from "./presence";
export * from "./sessions";
export * from "./voice";
