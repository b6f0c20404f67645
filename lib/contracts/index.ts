export * from "./calls";
export * from "./display-name";
export * from "./errors";
export * from "./people";
export * from "./presence";
export * from "./voice";
