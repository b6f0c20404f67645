export * from "./calls";
export * from "./display-name";
export * from "./errors";
export * from "./for-whom";
export * from "./people";
export * from "./presence";
export * from "./voice";
