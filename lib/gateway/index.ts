// What the npm package exports.
export type { Cancel, Clock } from "./base/clock";
export type { EventSource } from "./base/event-source";
export { consoleLog, type Log, silentLog } from "./base/log";
export { ManualClock } from "./base/manual-clock";
export type { CallEvent, CallFacts, CallStatus } from "./call/call-records";
export { createGateway, type GatewayAccount, type LocalVoiceGateway } from "./create-gateway";
export type { NetworkConditions } from "./network/conditions";
export type { GatewayOptions } from "./options";
export { WaitTimeoutError } from "./wait-for";
