export * from "./calls";
export * from "./devices";
export * from "./guests";
export * from "./operator";
export * from "./people";
export * from "./sign-in";
export * from "./users";
export * from "./voicemail";
